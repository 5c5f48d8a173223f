// Code does not grow with a layer's dimensions, and what is too large is refused before it takes memory or time.

import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../conformance/layer.ts';
import { conv2d } from '../../conformance/layers/conv2d.ts';
import { dense } from '../../conformance/layers/dense.ts';
import { activation } from '../../conformance/layers/elementwise.ts';
import { pool2d } from '../../conformance/layers/pooling.ts';
import { networkGraph } from '../../conformance/network.ts';
import { type BufferSpec, elementsOf, type Graph } from '../../graph.ts';
import { rows, whole } from '../../graphBuilder.ts';
import { createWasmBackend } from './backend.ts';
import { Constants, createMemory, instantiate } from './code/module.ts';
import { mostInstructions } from './code/size.ts';
import { at, int } from './code/values.ts';
import { Writer } from './code/writer.ts';
import { type CompileOptions, compileGraph } from './compile.ts';
import { plannedBytes } from './plannedBytes.ts';

const network = (inputShape: readonly number[], layers: readonly Layer[]): Graph =>
  networkGraph({
    batchSize: 2,
    inputShape,
    layers,
    optimizer: { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, weightDecay: 0 },
  });

/** Bytes of all modules of a training step. */
async function codeBytes(graph: Graph, options: CompileOptions = { relaxed: true }): Promise<number> {
  let bytes = 0;
  const { instantiate: original } = WebAssembly;
  const counting = (source: Uint8Array<ArrayBuffer>, imports?: WebAssembly.Imports) => {
    bytes += source.byteLength;
    return original(source, imports);
  };
  Object.assign(WebAssembly, { instantiate: counting });
  try {
    await compileGraph(graph, options).program('train');
  } finally {
    Object.assign(WebAssembly, { instantiate: original });
  }
  return bytes;
}

const relu = activation('relu');

describe('the code of a training step', () => {
  const conv = (filters: number, size: number) => conv2d({ filters, kernelSize: [size, size] });
  const pairs: Readonly<Record<string, readonly [Graph, Graph]>> = {
    'the inputs of a dense layer': [
      network([8, 8, 4], [conv(8, 3), dense(10)]),
      network([64, 64, 4], [conv(8, 3), dense(10)]),
    ],
    'the units of a dense layer': [
      network([32], [dense(16), relu, dense(16)]),
      network([32], [dense(4096), relu, dense(4096)]),
    ],
    'channels and filters': [
      network([8, 8, 32], [conv(32, 3), relu, pool2d('maxPool2d', [2, 2]), dense(8)]),
      network([8, 8, 1024], [conv(1024, 3), relu, pool2d('maxPool2d', [2, 2]), dense(8)]),
    ],
    'the size of a kernel': [
      network([80, 80, 8], [conv(8, 1), conv(8, 18), dense(8)]),
      network([80, 80, 8], [conv(8, 1), conv(8, 72), dense(8)]),
    ],
    'the cells of a pooling window': [
      network([34, 34, 16], [conv(16, 1), conv(16, 3), relu, pool2d('maxPool2d', [5, 4]), dense(8)]),
      network([34, 34, 16], [conv(16, 1), conv(16, 3), relu, pool2d('maxPool2d', [15, 16]), dense(8)]),
    ],
  };

  for (const [what, [small, large]] of Object.entries(pairs)) {
    it.each(['direct', 'winograd-5', 'sparse'] as const)(
      `does not grow with ${what}: %s`,
      async (algorithm) => {
        const options = { relaxed: true, algorithm };
        // Larger addresses and strides take more bytes each.
        expect(await codeBytes(large, options)).toBeLessThan(1.25 * (await codeBytes(small, options)));
      },
    );
  }

  it('does not grow with the size of the batch', async () => {
    const graph = network([8, 8, 4], [conv(8, 3), relu, dense(10)]);
    expect(await codeBytes({ ...graph, batchSize: 4096 })).toBeLessThan(1.1 * (await codeBytes(graph)));
  });

  it('is no function of hundreds of calls where a network has hundreds of parameters', async () => {
    const parameters = Array.from({ length: 1500 }, (_, i) => `p${i}`);
    const graph: Graph = {
      batchSize: 1,
      buffers: [
        whole('input', 'rate', []),
        ...parameters.flatMap((name) => [whole('parameter', name, [4]), whole('input', `${name}_grad`, [4])]),
      ],
      programs: {
        step: parameters.map((parameter) => ({
          kind: 'sgd',
          parameter,
          gradient: `${parameter}_grad`,
          learningRate: 'rate',
          weightDecay: 0,
          momentum: 0,
          nesterov: false,
          velocity: null,
        })),
      },
    };
    const executable = await (await createWasmBackend()).compile(graph);
    executable.write('rate', [1]);
    executable.write('p1499_grad', [1, 2, 3, 4]);
    await executable.run('step');
    expect(await executable.read('p1499')).toEqual(Float32Array.of(-1, -2, -3, -4));
  });

  it('fits in a kernel where it is longest: all gradients of a pooled convolution by the largest Winograd tiles', async () => {
    const layers = [conv(20, 3), conv(36, 3), relu, pool2d('maxPool2d', [4, 4]), dense(10)];
    const options = { relaxed: false, algorithm: 'winograd-5' } as const;
    await expect(codeBytes(network([64, 64, 16], layers), options)).resolves.toBeGreaterThan(0);
  });

  it('is refused, by name and number, where a kernel is too large', async () => {
    const memory = createMemory(65_536);
    const long = Writer.define(new Constants(true), 0, (w) => {
      for (let i = 0; i < mostInstructions / 3; i++) w.storeI32(at(i * 4), int(i));
      w.if(int(1), () => w.storeI32(at(0), int(1)));
    });
    await expect(instantiate('dense_1 forward', { long }, memory)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[KernelsError: dense_1 forward: expected a kernel of at most 12000 instructions, got 12005; use a smaller kernel or window]`,
    );
  });

  it('compiles and runs in a worker, whose stack may be small', async () => {
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      (async () => {
        const { createWasmBackend } = await import(workerData.backend);
        const executable = await (await createWasmBackend()).compile(workerData.graph);
        await executable.run('train');
        parentPort.postMessage(await executable.read('loss'));
      })();`;
    const graph = network([30, 30, 8], [conv(32, 3), conv(32, 3), relu, dense(1024), relu, dense(10)]);
    const worker = new Worker(source, {
      eval: true,
      workerData: { graph, backend: new URL('./backend.ts', import.meta.url).href },
      resourceLimits: { stackSizeMb: 0.5 },
    });
    const loss = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(loss).toEqual(Float32Array.of(Math.log(10)));
  });
});

describe('addresses', () => {
  it('reach above 2 GiB', async () => {
    const memory = createMemory(65_536);
    const store = Writer.define(new Constants(true), 0, (w) => w.storeI32(at(16), int(3_000_000_000)));
    const { store: run } = await instantiate('store', { store }, memory);
    run?.();
    expect(new Uint32Array(memory.buffer)[4]).toBe(3_000_000_000);
  });
});

describe('the memory of a plan', () => {
  it('is refused above what WebAssembly can address, before any is taken', async () => {
    const images = rows('input', 'images', [1024, 1024, 8]);
    const outputs = Array.from(
      { length: 3 },
      (_, i): BufferSpec => ({ ...images, name: `o${i}`, role: 'output' }),
    );
    const graph: Graph = {
      batchSize: 32,
      buffers: [images, ...outputs],
      programs: {
        step: outputs.map(({ name }) => ({ kind: 'scale', factor: 2, input: 'images', output: name })),
      },
    };
    expect(4 * elementsOf(images, 32)).toBe(2 ** 30);
    const backend = await createWasmBackend();
    await expect(backend.compile(graph)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[KernelsError: memory: expected at most 4096 MiB, got 4097 MiB for batches of 32 (the largest buffer is images [1024, 1024, 8]); use a smaller batch or a smaller network]`,
    );
    expect(() => plannedBytes(graph)).toThrow('use a smaller batch');
  });
});
