import { describe, expect, it } from 'vitest';
import { createGpuBackend } from '../backends/gpu/backend.ts';
import { describeConformance } from './suite.ts';

// gpu.js kernels may be off by ten times a float32 backend's tolerance (golden/README); these modes need none of that.
const tolerance = 1;

for (const [mode, executor] of [
  ['cpu', 'resident kernels'],
  ['webasm', 'fused-sync'],
] as const) {
  describe(`the gpu backend in mode ${mode}`, () => {
    const backend = createGpuBackend(mode);
    describeConformance(() => backend, { tolerance, sizes: 'small' });

    it('says what really runs', async () => {
      const { name, details } = await backend;
      expect({ name, details }).toEqual({ name: `gpu:${mode}`, details: { mode, executor } });
    });
  });
}
