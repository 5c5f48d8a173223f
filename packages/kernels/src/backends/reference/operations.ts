// Which function carries out which operation.

import type { Operation, OperationKind } from '../../operations.ts';
import { activation, activationGrad, scale, scaleRows, softmax, softmaxGrad } from './activations.ts';
import { averagePool2d, averagePool2dGrad } from './averagePool2d.ts';
import {
  batchNormalization,
  batchNormalizationInputGrad,
  batchNormalizationParameterGrad,
  batchNormalizationStatistics,
} from './batchNormalization.ts';
import type { Batch } from './cells.ts';
import { clipNorm, clipValue, sumOfSquares } from './clipping.ts';
import { conv2d, conv2dInputGrad, conv2dKernelGrad } from './conv2d.ts';
import { biasGrad, dense, denseInputGrad, denseKernelGrad } from './dense.ts';
import { dropout, dropoutGrad } from './dropout.ts';
import { l2Pool2d, l2Pool2dGrad } from './l2Pool2d.ts';
import { maxPool2d, maxPool2dGrad } from './maxPool2d.ts';
import { optimizers } from './optimizers.ts';
import { categoricalAccuracy, mean, softmaxCrossEntropy } from './softmaxCrossEntropy.ts';

const functions = {
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
  ...optimizers,
} satisfies { [K in OperationKind]: (operation: Extract<Operation, { kind: K }>, batch: Batch) => void };

export function runOperation(operation: Operation, batch: Batch): void {
  // The table pairs each kind with a function of that kind's operation, which TypeScript cannot carry through an index.
  const run = functions[operation.kind] as (operation: Operation, batch: Batch) => void;
  run(operation, batch);
}
