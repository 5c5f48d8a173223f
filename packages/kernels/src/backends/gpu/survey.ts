import { findGpuJs } from './gpuJs.ts';
import { findMode } from './modes.ts';
import { type GpuMode, gpuModes } from './names.ts';

/** A mode of gpu.js on this machine. */
export interface SurveyedMode {
  readonly mode: GpuMode;
  readonly available: boolean;
  /** The adapter where one is known; where the mode is not available, what it lacks and how to get it. */
  readonly detail: string;
}

/** Each mode of gpu.js, and whether it runs here. */
export async function surveyModes(): Promise<readonly SurveyedMode[]> {
  const gpuJs = await findGpuJs();
  if (typeof gpuJs === 'string') return gpuModes.map((mode) => ({ mode, available: false, detail: gpuJs }));
  return Promise.all(
    gpuModes.map(async (mode) => {
      const found = await findMode(mode, gpuJs);
      if (!found.available) return { mode, available: false, detail: found.reason };
      const { adapter } = found;
      const detail = adapter === null ? '' : `${adapter.name}${adapter.isSoftware ? ', software' : ''}`;
      return { mode, available: true, detail };
    }),
  );
}
