// The page's script: offers what a test calls.

import { createGpuBackend } from '../../../packages/kernels/src/backends/gpu/backend.ts';
import type { GpuMode } from '../../../packages/kernels/src/backends/gpu/names.ts';
import { surveyModes } from '../../../packages/kernels/src/backends/gpu/survey.ts';
import { runSteps } from './steps.ts';

const api = {
  survey: surveyModes,
  async run(mode: GpuMode) {
    const backend = await createGpuBackend(mode);
    return { name: backend.name, details: backend.details, compared: await runSteps(backend) };
  },
};

export type PageApi = typeof api;

Object.assign(globalThis, { convoy: api });
