import { describe } from 'vitest';
import { createGpuBackend } from '../backends/gpu/backend.ts';
import { describeConformance } from './suite.ts';

// gpu.js kernels may be off by ten times a float32 backend's tolerance: its GPUs' exponentials and divisions are inexact.
const tolerance = 10;

for (const mode of ['cpu', 'webasm'] as const) {
  describe(`the gpu backend in mode ${mode}`, () => {
    describeConformance(() => createGpuBackend(mode), { tolerance, sizes: 'small' });
  });
}
