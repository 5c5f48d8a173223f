// An instance of a compiled graph: its memory, and copying in and out of it.

import { disposedError, programOf, readableBuffer, rowsOf, writableBuffer } from '../../access.ts';
import type { Executable, Values } from '../../backend.ts';
import { type BufferSpec, elementsOf, type Graph, sizeOf } from '../../graph.ts';
import type { CompiledGraph } from './compile.ts';

export class WasmExecutable implements Executable {
  readonly graph: Graph;
  readonly #compiled: CompiledGraph;
  #floats: Float32Array | null;
  #integers: Int32Array | null;

  constructor(graph: Graph, compiled: CompiledGraph) {
    this.graph = graph;
    this.#compiled = compiled;
    this.#floats = new Float32Array(compiled.memory.buffer);
    this.#integers = new Int32Array(compiled.memory.buffer);
  }

  /** Where a buffer lies, in elements; rows of batched buffers are padded to whole vectors. */
  #place(spec: BufferSpec) {
    const memory = spec.type === 'int32' ? this.#integers : this.#floats;
    const address = this.#compiled.addresses.get(spec.name);
    if (!memory || address === undefined) throw disposedError();
    const size = sizeOf(spec.shape);
    const stride = spec.batched ? this.#compiled.buffers.rowBytes(spec.name) / 4 : size;
    return { memory, start: address / 4, size, stride };
  }

  write(buffer: string, values: Values): void {
    if (!this.#floats) throw disposedError();
    const { memory, start, size, stride } = this.#place(writableBuffer(this.graph, buffer, values.length));
    if (size === stride) {
      memory.set(values, start);
      return;
    }
    for (let i = 0, row = start; i < values.length; row += stride) {
      for (let j = 0; j < size; j++) memory[row + j] = values[i++] as number;
    }
  }

  async run(program: string, rows?: number): Promise<void> {
    if (!this.#floats) throw disposedError();
    programOf(this.graph, program);
    const count = rowsOf(this.graph, rows);
    for (const { group, kernels } of await this.#compiled.program(program)) {
      for (const kernel of kernels) kernel.prepare?.(count);
      for (let first = 0; first < count; first += group) {
        const groupRows = Math.min(group, count - first);
        for (const kernel of kernels) kernel.rows?.(first, groupRows);
      }
      for (const kernel of kernels) kernel.finish?.(count);
    }
  }

  /** Runs a program over a full batch and tells how long each call of each kernel took. */
  async runTimed(program: string, onCall: (kernel: string, milliseconds: number) => void): Promise<void> {
    const count = this.graph.batchSize;
    const timed = (name: string, call: () => void) => {
      const start = performance.now();
      call();
      onCall(name, performance.now() - start);
    };
    for (const { group, kernels } of await this.#compiled.program(program)) {
      for (const { name, prepare } of kernels) if (prepare) timed(`${name}: prepare`, () => prepare(count));
      for (let first = 0; first < count; first += group) {
        const groupRows = Math.min(group, count - first);
        for (const { name, rows } of kernels) if (rows) timed(name, () => rows(first, groupRows));
      }
      for (const { name, finish } of kernels) if (finish) timed(`${name}: finish`, () => finish(count));
    }
  }

  async read(buffer: string, into?: Float32Array | Int32Array): Promise<Float32Array | Int32Array> {
    if (!this.#floats) throw disposedError();
    const spec = readableBuffer(this.graph, buffer, into?.length);
    const { memory, start, size, stride } = this.#place(spec);
    const count = into?.length ?? elementsOf(spec, this.graph.batchSize);
    const target = into ?? (spec.type === 'int32' ? new Int32Array(count) : new Float32Array(count));
    if (size === stride) {
      target.set(memory.subarray(start, start + count));
      return target;
    }
    for (let i = 0, row = start; i < count; row += stride) {
      for (let j = 0; j < size && i < count; j++) target[i++] = memory[row + j] as number;
    }
    return target;
  }

  dispose(): void {
    this.#floats = null;
    this.#integers = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
