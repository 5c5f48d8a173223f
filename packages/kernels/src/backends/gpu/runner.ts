// How a graph's programs are run on gpu.js. There are two ways: `pipelineRunner.ts` for gpu.js's WebAssembly mode,
// `residentRunner.ts` for all others.

import { KernelsError } from '../../errors.ts';
import type { Graph } from '../../graph.ts';
import { dropoutMask } from './dropoutMask.ts';
import type { GpuJs } from './gpuJs.ts';
import type { GpuMode } from './names.ts';
import type { Argument } from './plan.ts';
import type { Session } from './session.ts';

export interface Runner {
  /** What runs the kernels, read back after a run: gpu.js's name of a pipeline's executor, or `resident kernels`. */
  readonly executor: string;
  run(program: string, rows: number): Promise<void>;
  /** Brings a buffer's newest values into the process's memory. */
  fetch(buffer: string): Promise<void>;
  /** Says that the values in the process's memory are newer than those on the device. */
  written(buffer: string): void;
  /** Frees kernels, textures and buffers, and the device with the last session on it. */
  close(): Promise<void>;
}

export interface RunnerSettings {
  readonly graph: Graph;
  readonly gpuJs: GpuJs;
  readonly session: Session;
  readonly mode: GpuMode;
  /** A buffer's place in the process's memory. */
  readonly data: (buffer: string) => Float32Array | Int32Array;
}

/** What gpu.js calls its kernels of a mode: every GL is `gpu` to it. */
const kernelModes = {
  webgpu: 'webgpu',
  webgl2: 'gpu',
  webgl: 'gpu',
  headlessgl: 'gpu',
  webasm: 'webasm',
  cpu: 'cpu',
} satisfies Record<GpuMode, string>;

/** gpu.js replaces a mode that fails by its CPU mode, at times without a word: here that is an error. */
export function requireMode(mode: GpuMode, ran: string | null | undefined, reason: string | null): void {
  if (ran === kernelModes[mode]) return;
  throw new KernelsError(
    'backend-unavailable',
    `gpu.js runs its mode ${ran} in the place of ${mode} (${reason ?? 'it gives no reason'})`,
  );
}

/** An argument's values as gpu.js takes them. */
export function inputOf(argument: Argument, { gpuJs, data }: RunnerSettings): unknown {
  const [x, y, z] = argument.extents;
  if (argument.kind === 'mask') {
    const { key, rate } = argument.mask;
    return gpuJs.input(dropoutMask(x * y * z, data(key), rate), argument.extents);
  }
  const values = data(argument.buffer).subarray(0, x * y * z);
  return gpuJs.input(values instanceof Float32Array ? values : Float32Array.from(values), argument.extents);
}

/** The plan of each program and number of rows that was run: a training has two, the batch and what is left over. */
export function memoized<T>(
  make: (program: string, rows: number) => T,
): (program: string, rows: number) => T {
  const made = new Map<string, T>();
  return (program, rows) => {
    const key = `${program} ${rows}`;
    const found = made.get(key) ?? make(program, rows);
    made.set(key, found);
    return found;
  };
}
