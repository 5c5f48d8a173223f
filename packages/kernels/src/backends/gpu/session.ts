// Opening and closing gpu.js. All of a page's or process's WebGPU work shares one device, which gpu.js keeps for good;
// while it lives, Dawn keeps Node's event loop turning, and the process from ending. So the last one out turns it off.

import type { Gpu, GpuJs } from './gpuJs.ts';
import type { GpuMode } from './names.ts';
import { trackRelease } from './releases.ts';

export interface Session {
  readonly gpu: Gpu;
  /** Frees pipelines, kernels, textures and buffers once what runs has ended; the last session also frees the device. */
  close(): Promise<void>;
}

let webGpuSessions = 0;

export function openSession(mode: GpuMode, { GPU, WebGPUContext }: GpuJs): Session {
  const gpu = new GPU({ mode });
  const usesWebGpu = mode === 'webgpu';
  if (usesWebGpu) webGpuSessions++;
  let closed: Promise<void> | null = null;

  async function close(): Promise<void> {
    try {
      await gpu.destroy();
    } finally {
      if (usesWebGpu) webGpuSessions--;
      if (usesWebGpu && webGpuSessions === 0) await WebGPUContext.destroy();
    }
  }

  return {
    gpu,
    close() {
      closed ??= trackRelease(close());
      return closed;
    },
  };
}
