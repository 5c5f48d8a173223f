import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { batchNormalization } from '../../../packages/kernels/src/conformance/layers/batchNormalization.ts';
import { type GoldenCase, parse } from '../goldenCase.ts';
import { runLayers } from '../runLayers.ts';

const schema = z.object({ epsilon: z.number(), training: z.literal(true) });

export function runBatchNormalization(golden: GoldenCase, backend: Backend) {
  const { epsilon } = parse(schema, golden.attributes, golden.name);
  const layer = batchNormalization({
    epsilon,
    gamma: golden.arrays.has('gamma'),
    beta: golden.arrays.has('beta'),
  });
  return runLayers(golden, [layer], backend);
}
