// A graph's buffers and its pipelines. The buffers are kept here, in JavaScript's memory: a gpu.js pipeline takes its
// arguments from there and returns its results there at every call, in every mode of gpu.js 2.24. What lies between, all
// of a step's activations and gradients, never leaves the device.

import { disposedError, programOf, readableBuffer, rowsOf, writableBuffer } from '../../access.ts';
import type { Executable, Values } from '../../backend.ts';
import { KernelsError } from '../../errors.ts';
import { elementsOf, type Graph } from '../../graph.ts';
import { dropoutMask } from './dropoutMask.ts';
import type { GpuJs, NestedRows } from './gpuJs.ts';
import type { GpuMode } from './names.ts';
import { type Argument, type CompiledProgram, compileProgram } from './program.ts';
import { openSession, type Session } from './session.ts';

export class GpuExecutable implements Executable {
  readonly graph: Graph;
  readonly #gpuJs: GpuJs;
  readonly #session: Session;
  readonly #mode: GpuMode;
  /** What gpu.js calls the kernels of this mode: every GL is `gpu` to it. */
  readonly #kernelMode: string;
  readonly #compiled = new Map<string, CompiledProgram>();
  #buffers: Map<string, Float32Array | Int32Array> | null;

  constructor(graph: Graph, gpuJs: GpuJs, mode: GpuMode, kernelMode: string) {
    this.graph = graph;
    this.#gpuJs = gpuJs;
    this.#session = openSession(mode, gpuJs);
    this.#mode = mode;
    this.#kernelMode = kernelMode;
    const kept = graph.buffers.filter(({ role }) => role !== 'activation');
    this.#buffers = new Map(
      kept.map((spec) => {
        const size = elementsOf(spec, graph.batchSize);
        return [spec.name, spec.type === 'int32' ? new Int32Array(size) : new Float32Array(size)];
      }),
    );
  }

  #data(buffer: string): Float32Array | Int32Array {
    const data = this.#buffers?.get(buffer);
    if (data === undefined) throw disposedError();
    return data;
  }

  write(buffer: string, values: Values): void {
    if (!this.#buffers) throw disposedError();
    writableBuffer(this.graph, buffer, values.length);
    this.#data(buffer).set(values);
  }

  async run(program: string, rows?: number): Promise<void> {
    if (!this.#buffers) throw disposedError();
    programOf(this.graph, program);
    const compiled = this.#program(program, rowsOf(this.graph, rows));
    const { pipeline, inputs, results } = compiled;
    const returned = await pipeline(...inputs.map((input) => this.#argument(input)));
    if (pipeline.backend !== this.#kernelMode) {
      const why = pipeline.fallbackReason ?? 'it gave no reason';
      throw new KernelsError(
        'backend-unavailable',
        `backend gpu:${this.#mode}: gpu.js ran program ${program} in its mode ${pipeline.backend} instead: ${why}. Use another backend`,
      );
    }
    // Disposed while the device was busy: there is no place left for the results.
    if (!this.#buffers) throw disposedError();
    results.forEach((buffer, index) => {
      copyRows(returned[`r${index}`] ?? [], this.#data(buffer));
    });
  }

  /** Plans are for a fixed number of rows; a training has two, the batch and what is left over at the end. */
  #program(program: string, rows: number): CompiledProgram {
    const key = `${program} ${rows}`;
    const compiled = this.#compiled.get(key) ?? compileProgram(this.#session.gpu, this.graph, program, rows);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #argument(argument: Argument): unknown {
    const [x, y, z] = argument.extents;
    if (argument.kind === 'mask') {
      const { key, rate } = argument.mask;
      return this.#gpuJs.input(dropoutMask(x * y * z, this.#data(key), rate), argument.extents);
    }
    const data = this.#data(argument.buffer).subarray(0, x * y * z);
    return this.#gpuJs.input(data instanceof Float32Array ? data : Float32Array.from(data), argument.extents);
  }

  async read(buffer: string, into?: Float32Array | Int32Array): Promise<Float32Array | Int32Array> {
    if (!this.#buffers) throw disposedError();
    readableBuffer(this.graph, buffer, into?.length);
    const data = this.#data(buffer);
    if (into === undefined) return data.slice();
    into.set(data.subarray(0, into.length));
    return into;
  }

  dispose(): void {
    if (!this.#buffers) return;
    this.#buffers = null;
    this.#compiled.clear();
    void this.#session.close();
  }
}

function copyRows(rows: NestedRows, into: Float32Array | Int32Array): void {
  let at = 0;
  for (const row of rows) {
    for (const values of row) {
      into.set(values, at);
      at += values.length;
    }
  }
}
