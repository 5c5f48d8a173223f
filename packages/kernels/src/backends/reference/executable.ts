// A compiled graph of the reference backend: every buffer a float64 array of its own, operations one after the other.

import { disposedError, programOf, readableBuffer, rowsOf, writableBuffer } from '../../access.ts';
import type { Executable } from '../../backend.ts';
import { KernelsError } from '../../errors.ts';
import { type BufferSpec, elementsOf, type Graph, sizeOf } from '../../graph.ts';
import { validateGraph } from '../../validate.ts';
import type { Batch } from './cells.ts';
import { runOperation } from './operations.ts';

export interface ReferenceExecutable extends Executable {
  /** A buffer of any role as it is held, in float64; a view, not a copy. For checks sharper than float32. */
  float64(buffer: string): Float64Array;
}

interface Storage {
  readonly spec: BufferSpec;
  readonly data: Float64Array;
}

/** @throws {KernelsError} if the graph is inconsistent. */
export function compileReference(graph: Graph): ReferenceExecutable {
  validateGraph(graph);
  let buffers: Map<string, Storage> | null = new Map(
    graph.buffers.map((spec) => [
      spec.name,
      { spec, data: new Float64Array(elementsOf(spec, graph.batchSize)) },
    ]),
  );

  function live(): Map<string, Storage> {
    if (buffers === null) throw disposedError();
    return buffers;
  }

  function storageOf(name: string): Storage {
    const storage = live().get(name);
    if (storage === undefined) throw new KernelsError('unknown-buffer', `unknown buffer: ${name}`);
    return storage;
  }

  function batchOf(rows: number): Batch {
    const cells = (name: string) => {
      const { spec, data } = storageOf(name);
      return { shape: spec.shape, data: spec.batched ? data.subarray(0, rows * sizeOf(spec.shape)) : data };
    };
    return { rows, cells, data: (name) => cells(name).data };
  }

  return {
    graph,
    float64: (name) => storageOf(name).data,

    write(name, values) {
      live();
      writableBuffer(graph, name, values.length);
      storageOf(name).data.set(values);
    },

    async run(program, rows) {
      // Nothing of an earlier run may be seen: what an operation fails to write shows as NaN.
      for (const { spec, data } of live().values()) if (spec.role === 'activation') data.fill(Number.NaN);
      const operations = programOf(graph, program);
      const batch = batchOf(rowsOf(graph, rows));
      for (const operation of operations) runOperation(operation, batch);
    },

    async read(name, into) {
      live();
      readableBuffer(graph, name, into?.length);
      const { spec, data } = storageOf(name);
      const result = into ?? new (spec.type === 'int32' ? Int32Array : Float32Array)(data.length);
      result.set(data.subarray(0, result.length));
      return result;
    },

    dispose() {
      buffers = null;
    },

    [Symbol.dispose]() {
      buffers = null;
    },
  };
}
