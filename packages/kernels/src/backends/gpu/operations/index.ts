// Which function lowers which operation to kernels.

import { isOptimizerOperation } from '../../../formulas/optimizers/list.ts';
import type { Operation, OperationKind, OptimizerKind } from '../../../operations.ts';
import type { Context, Kernel } from '../kernel.ts';
import { activation, activationGrad, scale, scaleRows } from './activations.ts';
import {
  batchNormalization,
  batchNormalizationInputGrad,
  batchNormalizationParameterGrad,
  batchNormalizationStatistics,
} from './batchNormalization.ts';
import { clipNorm, clipValue, sumOfSquares } from './clipping.ts';
import { conv2d, conv2dInputGrad, conv2dKernelGrad } from './conv2d.ts';
import { biasGrad, dense, denseInputGrad, denseKernelGrad } from './dense.ts';
import { dropout, dropoutGrad } from './dropout.ts';
import { optimizerUpdate } from './optimizers.ts';
import {
  averagePool2d,
  averagePool2dGrad,
  l2Pool2d,
  l2Pool2dGrad,
  maxPool2d,
  maxPool2dGrad,
} from './pooling.ts';
import { categoricalAccuracy, mean, softmax, softmaxCrossEntropy, softmaxGrad } from './softmax.ts';

const lowerings = {
  conv2d,
  conv2dInputGrad,
  conv2dKernelGrad,
  dense,
  denseInputGrad,
  denseKernelGrad,
  biasGrad,
  activation,
  activationGrad,
  softmax,
  softmaxGrad,
  maxPool2d,
  maxPool2dGrad,
  averagePool2d,
  averagePool2dGrad,
  l2Pool2d,
  l2Pool2dGrad,
  dropout,
  dropoutGrad,
  scale,
  scaleRows,
  batchNormalizationStatistics,
  batchNormalization,
  batchNormalizationParameterGrad,
  batchNormalizationInputGrad,
  softmaxCrossEntropy,
  categoricalAccuracy,
  mean,
  sumOfSquares,
  clipNorm,
  clipValue,
} satisfies {
  [K in Exclude<OperationKind, OptimizerKind>]: (
    operation: Extract<Operation, { kind: K }>,
    context: Context,
  ) => readonly Kernel[];
};

/** The kernels of an operation, in the order in which they run. */
export function lower(operation: Operation, context: Context): readonly Kernel[] {
  if (isOptimizerOperation(operation)) return optimizerUpdate(operation, context);
  // The table pairs each kind with a function of that kind's operation, which TypeScript cannot carry through an index.
  const lowering = lowerings[operation.kind] as (operation: Operation, context: Context) => readonly Kernel[];
  return lowering(operation, context);
}
