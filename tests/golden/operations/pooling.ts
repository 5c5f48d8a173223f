import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { type PoolingKind, pool2d } from '../../../packages/kernels/src/conformance/layers/pooling.ts';
import { type GoldenCase, parse } from '../goldenCase.ts';
import { runLayers } from '../runLayers.ts';
import { paddingSchema, pairSchema } from '../schemas.ts';

const schema = z.object({ poolSize: pairSchema, strides: pairSchema, padding: paddingSchema });

export function runPooling(kind: PoolingKind) {
  return (golden: GoldenCase, backend: Backend) => {
    const { poolSize, ...window } = parse(schema, golden.attributes, golden.name);
    return runLayers(golden, [pool2d(kind, poolSize, window)], backend);
  };
}
