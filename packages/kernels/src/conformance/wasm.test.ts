import { describe } from 'vitest';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { forcedAlgorithms } from '../backends/wasm/plan/algorithm.ts';
import { describeConformance } from './suite.ts';

// These cases draw from the normal distribution, twice as wide as the reference cases' values, and compare thousands of
// outputs, those near zero with an absolute tolerance of 1e-5: Winograd's error there is up to 2.5 times what is
// tolerated. The reference cases themselves hold for every algorithm (tests/golden).
const winogradTolerance = 3;

for (const kernels of ['fast', 'strict'] as const) {
  describe(`the wasm backend with ${kernels} kernels`, () => {
    describeConformance(() => createWasmBackend({ kernels }), { tolerance: winogradTolerance });
  });
}

for (const algorithm of forcedAlgorithms) {
  describe(`the wasm backend with ${algorithm} forced`, () => {
    describeConformance(() => createWasmBackend({ algorithm }), {
      tolerance: algorithm === 'direct' ? 1 : winogradTolerance,
      families: ['convolution', 'several layers'],
    });
  });
}
