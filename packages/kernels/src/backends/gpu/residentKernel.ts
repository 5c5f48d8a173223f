// A gpu.js kernel whose result stays where it was computed: in a buffer of the device, a texture, or an array.

import type { Gpu, Handle, NestedRows } from './gpuJs.ts';
import type { Extents } from './layout.ts';
import type { GpuMode } from './names.ts';
import { requireMode } from './runner.ts';

export interface ResidentKernel {
  /** Computes anew, in the same place each time: a result is what it was until the kernel runs again. */
  run(inputs: readonly unknown[]): Promise<Handle>;
  /** Lets go of the result; the kernel itself goes with its session. */
  release(): void;
}

export function createResidentKernel(
  gpu: Gpu,
  mode: GpuMode,
  source: string,
  extents: Extents,
): ResidentKernel {
  const kernel = gpu.createKernel(source, {
    output: [...extents],
    precision: 'single',
    pipeline: true,
    immutable: false,
  });
  let result: Handle | null = null;
  return {
    async run(inputs) {
      const latest = (await kernel(...inputs)) as Handle;
      if (result === null)
        requireMode(mode, kernel.kernel.constructor.mode, kernel.kernel.fallbackReason ?? null);
      // In WebGPU each call gives another handle of the one buffer, which lives until all are deleted.
      if (result !== null && latest !== result) latest.delete?.();
      else result = latest;
      return result;
    },
    release() {
      result?.delete?.();
      result = null;
    },
  };
}

/** The values of a result, on every kind of device. */
export async function rowsOf(handle: Handle): Promise<NestedRows> {
  return handle.toArray ? await handle.toArray() : (handle as unknown as NestedRows);
}
