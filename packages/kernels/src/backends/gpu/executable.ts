// A graph's buffers in the process's memory, and the runner that works on them, or on newer ones of its own.

import { disposedError, programOf, readableBuffer, rowsOf, writableBuffer } from '../../access.ts';
import type { Executable, Values } from '../../backend.ts';
import { elementsOf, type Graph } from '../../graph.ts';
import type { GpuJs } from './gpuJs.ts';
import { createIdleWatch, type IdleWatch } from './idleWatch.ts';
import { type GpuMode, holdsProcess } from './names.ts';
import { createPipelineRunner } from './pipelineRunner.ts';
import { createResidentRunner } from './residentRunner.ts';
import type { Runner } from './runner.ts';
import { openSession } from './session.ts';

export class GpuExecutable implements Executable {
  readonly graph: Graph;
  readonly #gpuJs: GpuJs;
  readonly #mode: GpuMode;
  /** Null before the first run, and while it rests. */
  #runner: Runner | null = null;
  #buffers: Map<string, Float32Array | Int32Array> | null;
  readonly #idle: IdleWatch;

  constructor(graph: Graph, gpuJs: GpuJs, mode: GpuMode) {
    this.graph = graph;
    this.#gpuJs = gpuJs;
    this.#mode = mode;
    this.#idle = createIdleWatch(holdsProcess(mode) ? () => this.#rest() : null);
    const kept = graph.buffers.filter(({ role }) => role !== 'activation');
    this.#buffers = new Map(
      kept.map((spec) => {
        const size = elementsOf(spec, graph.batchSize);
        return [spec.name, spec.type === 'int32' ? new Int32Array(size) : new Float32Array(size)];
      }),
    );
  }

  /** What ran, once something has. */
  get executor(): string | null {
    return this.#runner?.executor ?? null;
  }

  #data(buffer: string): Float32Array | Int32Array {
    const data = this.#buffers?.get(buffer);
    if (data === undefined) throw disposedError();
    return data;
  }

  #open(): Runner {
    const create = this.#mode === 'webasm' ? createPipelineRunner : createResidentRunner;
    return create({
      graph: this.graph,
      gpuJs: this.#gpuJs,
      session: openSession(this.#mode, this.#gpuJs),
      mode: this.#mode,
      data: (buffer) => this.#data(buffer),
    });
  }

  write(buffer: string, values: Values): void {
    this.#requireAlive();
    writableBuffer(this.graph, buffer, values.length);
    this.#data(buffer).set(values);
    this.#runner?.written(buffer);
  }

  async run(program: string, rows?: number): Promise<void> {
    this.#requireAlive();
    programOf(this.graph, program);
    const count = rowsOf(this.graph, rows);
    await this.#idle.during(async () => {
      this.#runner ??= this.#open();
      await this.#runner.run(program, count);
    });
    // Disposed while the device was busy.
    this.#requireAlive();
  }

  async read(buffer: string, into?: Float32Array | Int32Array): Promise<Float32Array | Int32Array> {
    this.#requireAlive();
    readableBuffer(this.graph, buffer, into?.length);
    await this.#idle.during(async () => this.#runner?.fetch(buffer));
    const data = this.#data(buffer);
    if (into === undefined) return data.slice();
    into.set(data.subarray(0, into.length));
    return into;
  }

  /** Frees the device, which is taken again by the next run. */
  async #rest(): Promise<void> {
    const runner = this.#runner;
    if (runner === null) return;
    for (const name of this.#buffers?.keys() ?? []) await runner.fetch(name);
    this.#runner = null;
    await runner.close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  dispose(): void {
    void this.close();
  }

  /** Disposes of it, and resolves when all is free. */
  async close(): Promise<void> {
    this.#idle.stop();
    this.#buffers = null;
    await this.#runner?.close();
  }

  #requireAlive(): void {
    if (!this.#buffers) throw disposedError();
  }
}
