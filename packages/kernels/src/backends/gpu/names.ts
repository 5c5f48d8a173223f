// The names of gpu.js's modes, apart from everything that runs them: whoever stays on the processor loads only this.

import { isNode } from './nodeFiles.ts';

/** From the one to prefer to the last. `webasm` and `cpu` are gpu.js's own, and run everywhere. */
export const gpuModes = ['webgpu', 'webgl2', 'webgl', 'headlessgl', 'webasm', 'cpu'] as const;
export type GpuMode = (typeof gpuModes)[number];

/** Whether a mode runs on a device that the whole process shares, so that only one training at a time should use it. */
export function isDeviceMode(mode: GpuMode): boolean {
  return mode !== 'webasm' && mode !== 'cpu';
}

/** Whether a mode's device keeps Node from ending while it is there. In a browser none does. */
export function holdsProcess(mode: GpuMode): boolean {
  return mode === 'webgpu' && isNode();
}
