import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../packages/kernels/src/backends/wasm/backend.ts';
import { forcedAlgorithms } from '../../packages/kernels/src/backends/wasm/plan/algorithm.ts';
import { runCase } from './runCase.ts';

const beside = fileURLToPath(new URL('../../../shared/golden', import.meta.url));
const folder = process.env.CONVOY_GOLDEN ?? (existsSync(beside) ? beside : null);
const why = folder === null ? ' (set CONVOY_GOLDEN to the folder of the reference cases)' : '';

/** Those with a 3×3 convolution of stride 1, which every algorithm can serve, and one that Winograd cannot. */
const cases = [
  'conv_3x3_valid',
  'conv_3x3_same',
  'conv_5x5_stride2_same',
  'conv_wide',
  'conv_relu_pool_even',
  'conv_relu_pool_odd',
  'seed_cnn',
];

describe('each convolution algorithm, forced, meets the reference cases', () => {
  for (const algorithm of forcedAlgorithms) {
    for (const kernels of ['fast', 'strict'] as const) {
      it.skipIf(folder === null)(`${algorithm}, ${kernels} kernels${why}`, async () => {
        const backend = await createWasmBackend({ kernels, algorithm });
        for (const name of cases) {
          const result = await runCase(folder ?? '', name, backend);
          const worst =
            'compared' in result ? result.compared.map(({ deviation }) => deviation.share) : [Infinity];
          expect(Math.max(...worst), name).toBeLessThanOrEqual(1);
        }
      });
    }
  }
});
