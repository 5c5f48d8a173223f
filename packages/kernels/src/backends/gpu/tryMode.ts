import type { GpuJs } from './gpuJs.ts';
import type { GpuMode } from './names.ts';
import { openSession } from './session.ts';

/** What gpu.js calls its kernels of a mode: every GL is `gpu` to it. */
const kernelModes = {
  webgpu: 'webgpu',
  webgl2: 'gpu',
  webgl: 'gpu',
  headlessgl: 'gpu',
  webasm: 'webasm',
  cpu: 'cpu',
} satisfies Record<GpuMode, string>;

export type Trial = { readonly kernelMode: string; readonly executor: string } | { readonly problem: string };

/** Runs two kernels as a pipeline, and reads back which mode really ran them, and whether it computes. */
export async function tryMode(mode: GpuMode, gpuJs: GpuJs): Promise<Trial> {
  const { gpu, close } = openSession(mode, gpuJs);
  try {
    const double = gpu.createKernel(
      'function (values) { return 2 * values[this.thread.z][this.thread.y][this.thread.x]; }',
      { output: [2, 2, 2], precision: 'single' },
    );
    const pipeline = gpu.createPipeline((values) => ({ result: double(double(values)) }), { threads: false });
    const { result } = await pipeline(gpuJs.input(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2]));
    const kernelMode = kernelModes[mode];
    if (pipeline.backend !== kernelMode) {
      return {
        problem: `gpu.js runs its mode ${pipeline.backend} in its place (${pipeline.fallbackReason})`,
      };
    }
    if (result?.[1]?.[1]?.[1] !== 32) return { problem: `it computes 8 · 4 = ${result?.[1]?.[1]?.[1]}` };
    return { kernelMode, executor: pipeline.executorKind };
  } catch (error) {
    return { problem: `a trial failed: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    await close();
  }
}
