// From fused steps to kernels: which code serves which step.

import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { inputGradKernel, parameterGradKernel } from '../emit/batchNormalization/gradients.ts';
import { normalizeKernel } from '../emit/batchNormalization/normalize.ts';
import { statisticsKernel } from '../emit/batchNormalization/statistics.ts';
import { biasGradKernel } from '../emit/biasGrad.ts';
import { clipNormKernel, clipValueKernel, sumOfSquaresKernel } from '../emit/clipping.ts';
import { denseBackwardKernel, denseForwardKernel } from '../emit/dense.ts';
import {
  activationGradKernel,
  activationKernel,
  dropoutKernel,
  scaleKernel,
  scaleRowsKernel,
} from '../emit/elementwise.ts';
import { optimizerKernel } from '../emit/optimizer.ts';
import { poolGradKernel, poolKernel } from '../emit/pooling.ts';
import {
  categoricalAccuracyKernel,
  meanKernel,
  softmaxCrossEntropyKernel,
  softmaxGradKernel,
  softmaxKernel,
} from '../emit/softmax.ts';
import { lowerConvBackward, lowerConvForward } from './lowerConv.ts';
import { gradientBuffers, type Lowering } from './lowering.ts';
import type { DenseBackwardStep, DenseForwardStep, SingleOperation, Step } from './steps.ts';

export function lower(step: Step, lowering: Lowering): Kernel {
  const { context, buffers } = lowering;
  switch (step.kind) {
    case 'convForward':
      return lowerConvForward(step, lowering);
    case 'convBackward':
      return lowerConvBackward(step, lowering);
    case 'denseForward':
      return denseForward(step, lowering);
    case 'denseBackward':
      return denseBackward(step, lowering);
    case 'optimizer':
      return optimizerKernel(context, buffers, step.operations);
    case 'single':
      return single(step.operation, buffers);
    default:
      return step satisfies never;
  }
}

function denseForward({ operation, activation }: DenseForwardStep, { context, buffers }: Lowering): Kernel {
  return denseForwardKernel(context, buffers, {
    name: operation.kernel.replace(/\/kernel$/, ''),
    input: operation.input,
    kernel: operation.kernel,
    bias: operation.bias,
    relu: activation !== null,
    output: (activation ?? operation).output,
  });
}

function denseBackward(step: DenseBackwardStep, { context, buffers }: Lowering): Kernel {
  const { name, outputGrad, activationGrad, gradients } = step;
  return denseBackwardKernel(context, buffers, {
    name,
    output: activationGrad?.output ?? null,
    outputGrad,
    ...gradientBuffers(gradients),
  });
}

function single(op: SingleOperation, buffers: Buffers): Kernel {
  switch (op.kind) {
    case 'biasGrad':
      return biasGradKernel(buffers, op);
    case 'activation':
      return activationKernel(buffers, op);
    case 'activationGrad':
      return activationGradKernel(buffers, op);
    case 'softmax':
      return softmaxKernel(buffers, op);
    case 'softmaxGrad':
      return softmaxGradKernel(buffers, op);
    case 'maxPool2d':
    case 'averagePool2d':
    case 'l2Pool2d':
      return poolKernel(buffers, op);
    case 'maxPool2dGrad':
    case 'averagePool2dGrad':
    case 'l2Pool2dGrad':
      return poolGradKernel(buffers, op);
    case 'dropout':
    case 'dropoutGrad':
      return dropoutKernel(buffers, op);
    case 'scale':
      return scaleKernel(buffers, op);
    case 'scaleRows':
      return scaleRowsKernel(buffers, op);
    case 'batchNormalizationStatistics':
      return statisticsKernel(buffers, op);
    case 'batchNormalization':
      return normalizeKernel(buffers, op);
    case 'batchNormalizationParameterGrad':
      return parameterGradKernel(buffers, op);
    case 'batchNormalizationInputGrad':
      return inputGradKernel(buffers, op);
    case 'softmaxCrossEntropy':
      return softmaxCrossEntropyKernel(buffers, op);
    case 'categoricalAccuracy':
      return categoricalAccuracyKernel(buffers, op);
    case 'mean':
      return meanKernel(buffers, op);
    case 'sumOfSquares':
      return sumOfSquaresKernel(buffers, op);
    case 'clipNorm':
      return clipNormKernel(buffers, op);
    case 'clipValue':
      return clipValueKernel(buffers, op);
    default:
      return op satisfies never;
  }
}
