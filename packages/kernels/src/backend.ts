// A backend is a connector with one verb: it compiles a graph into an executable, which holds the graph's buffers and
// runs its programs. Everything is asynchronous in form, because GPUs are.

import type { Graph } from './graph.ts';

/** Compiles graphs for one kind of machine. */
export interface Backend {
  /** `reference`, `wasm`, `gpu:webgpu` … */
  readonly name: string;
  /** What really runs, for people and for run.json: `{ simd: 'relaxed' }`, `{ mode: 'webgpu', adapter: … }`. */
  readonly details: Readonly<Record<string, string>>;
  /** Throws {@link KernelsError} if the graph is inconsistent (unknown buffer, wrong shape). */
  compile(graph: Graph): Promise<Executable>;
}

/** What can be written to a buffer. */
export type Values = Float32Array | Int32Array | readonly number[];

/** A compiled graph, with its buffers. */
export interface Executable extends Disposable {
  readonly graph: Graph;
  /**
   * Copies values to the start of a buffer that has the role `input`, `parameter` or `state`. Fewer values than it
   * holds are allowed only for batched buffers (a partial batch). Parameters and state begin as zeros.
   */
  write(buffer: string, values: Values): void;
  /** Runs one program over the first `rows` rows (all of the batch if not given). */
  run(program: string, rows?: number): Promise<void>;
  /**
   * Copies a buffer out, into `into` if it is given (as many values as it has room for), else into a new array.
   * Readable are the roles `output`, `parameter`, `state` and `input`; int32 buffers come back as Int32Array.
   */
  read(buffer: string, into?: Float32Array | Int32Array): Promise<Float32Array | Int32Array>;
  /** Frees what it holds; every later call throws. `using executable = …` calls it at the end of the block. */
  dispose(): void;
}
