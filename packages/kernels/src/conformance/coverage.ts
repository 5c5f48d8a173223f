// Where each operation is tested: the compiler asks for a new one's cases here.

import type { OperationKind } from '../operations.ts';
import { batchNormalizationCases } from './cases/batchNormalization.ts';
import { clippingCases } from './cases/clipping.ts';
import { conv2dCases } from './cases/conv2d.ts';
import { denseCases } from './cases/dense.ts';
import { elementwiseCases } from './cases/elementwise.ts';
import { lossCases } from './cases/loss.ts';
import { optimizerCases } from './cases/optimizers.ts';
import { poolingCases } from './cases/pooling.ts';
import type { ConformanceCase } from './conformanceCase.ts';

/** The cases that are about an operation; `coverage.test.ts` sees to it that one of them at least has it. */
export const coverage = {
  conv2d: conv2dCases,
  conv2dInputGrad: conv2dCases,
  conv2dKernelGrad: conv2dCases,
  dense: denseCases,
  denseInputGrad: denseCases,
  denseKernelGrad: denseCases,
  biasGrad: denseCases,
  activation: elementwiseCases,
  activationGrad: elementwiseCases,
  softmax: elementwiseCases,
  softmaxGrad: elementwiseCases,
  maxPool2d: poolingCases,
  maxPool2dGrad: poolingCases,
  averagePool2d: poolingCases,
  averagePool2dGrad: poolingCases,
  l2Pool2d: poolingCases,
  l2Pool2dGrad: poolingCases,
  dropout: elementwiseCases,
  dropoutGrad: elementwiseCases,
  scale: elementwiseCases,
  scaleRows: elementwiseCases,
  batchNormalizationStatistics: batchNormalizationCases,
  batchNormalization: batchNormalizationCases,
  batchNormalizationParameterGrad: batchNormalizationCases,
  batchNormalizationInputGrad: batchNormalizationCases,
  softmaxCrossEntropy: lossCases,
  categoricalAccuracy: lossCases,
  mean: lossCases,
  sumOfSquares: clippingCases,
  clipNorm: clippingCases,
  clipValue: clippingCases,
  sgd: optimizerCases,
  rmsprop: optimizerCases,
  adam: optimizerCases,
  adadelta: optimizerCases,
  nadam: optimizerCases,
  adagrad: optimizerCases,
  lion: optimizerCases,
  lambDirection: optimizerCases,
  lamb: optimizerCases,
} satisfies Record<OperationKind, readonly ConformanceCase[]>;
