import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { dense } from '../../../packages/kernels/src/conformance/layers/dense.ts';
import { activation } from '../../../packages/kernels/src/conformance/layers/elementwise.ts';
import { arrayOf, type GoldenCase, parse } from '../goldenCase.ts';
import { runLayers } from '../runLayers.ts';
import { activationSchema } from '../schemas.ts';

const schema = z.object({ activation: activationSchema });

export function runDense(golden: GoldenCase, backend: Backend) {
  const attributes = parse(schema, golden.attributes, golden.name);
  const units = arrayOf(golden, 'kernel').shape[1] ?? 0;
  const layer = dense(units, { useBias: golden.arrays.has('bias') });
  return runLayers(golden, [layer, ...attributes.activation.map((name) => activation(name))], backend);
}
