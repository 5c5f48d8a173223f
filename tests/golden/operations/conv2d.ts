import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { conv2d } from '../../../packages/kernels/src/conformance/layers/conv2d.ts';
import { activation } from '../../../packages/kernels/src/conformance/layers/elementwise.ts';
import { pool2d } from '../../../packages/kernels/src/conformance/layers/pooling.ts';
import { arrayOf, type GoldenCase, parse } from '../goldenCase.ts';
import { runLayers } from '../runLayers.ts';
import { activationSchema, paddingSchema, pairSchema } from '../schemas.ts';

const windowSchema = z.object({ strides: pairSchema, padding: paddingSchema });
const schema = windowSchema.extend({ activation: activationSchema });
const pooledSchema = windowSchema.extend({ pool: z.union([z.int(), pairSchema]) });

function convolutionOf(golden: GoldenCase, window: z.infer<typeof windowSchema>) {
  const [height = 0, width = 0, , filters = 0] = arrayOf(golden, 'kernel').shape;
  return conv2d({ ...window, filters, kernelSize: [height, width], useBias: golden.arrays.has('bias') });
}

export function runConv2d(golden: GoldenCase, backend: Backend) {
  const attributes = parse(schema, golden.attributes, golden.name);
  const convolution = convolutionOf(golden, attributes);
  return runLayers(golden, [convolution, ...attributes.activation.map((name) => activation(name))], backend);
}

export function runConv2dReluMaxPool2d(golden: GoldenCase, backend: Backend) {
  const { pool, ...window } = parse(pooledSchema, golden.attributes, golden.name);
  const poolSize = typeof pool === 'number' ? ([pool, pool] as const) : pool;
  const layers = [activation('relu'), pool2d('maxPool2d', poolSize)];
  return runLayers(golden, [convolutionOf(golden, window), ...layers], backend);
}
