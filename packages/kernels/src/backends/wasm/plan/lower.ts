// From fused steps to kernels: which code serves which step.

import { isOptimizerOperation } from '../../../formulas/optimizers/list.ts';
import type { Operation } from '../../../operations.ts';
import type { ModuleContext } from '../code/writer.ts';
import { inputGradKernel, parameterGradKernel } from '../emit/batchNormalization/gradients.ts';
import { normalizeKernel } from '../emit/batchNormalization/normalize.ts';
import { statisticsKernel } from '../emit/batchNormalization/statistics.ts';
import { biasGradKernel } from '../emit/biasGrad.ts';
import { clipNormKernel, clipValueKernel, sumOfSquaresKernel } from '../emit/clipping.ts';
import { convBackwardKernel } from '../emit/conv2d/backward.ts';
import {
  type ConvBackward,
  type ConvForward,
  type ConvGeometry,
  convGeometry,
  type PoolGeometry,
} from '../emit/conv2d/block.ts';
import { firstLayerBackwardKernel, isFirstLayer } from '../emit/conv2d/firstLayer/backward.ts';
import { firstLayerForwardKernel, isFirstLayerForward } from '../emit/conv2d/firstLayer/forward.ts';
import { convForwardKernel } from '../emit/conv2d/forward.ts';
import { sparseBackwardKernel } from '../emit/conv2d/sparse/backward.ts';
import { winogradBackwardKernel } from '../emit/conv2d/winograd/backward.ts';
import { winogradForwardKernel } from '../emit/conv2d/winograd/forward.ts';
import { denseBackwardKernel, denseForwardKernel } from '../emit/dense.ts';
import { activationGradKernel, activationKernel, dropoutKernel, scaleKernel } from '../emit/elementwise.ts';
import { optimizerKernel } from '../emit/optimizer.ts';
import { poolGradKernel, poolKernel } from '../emit/pooling.ts';
import {
  categoricalAccuracyKernel,
  meanKernel,
  softmaxCrossEntropyKernel,
  softmaxGradKernel,
  softmaxKernel,
} from '../emit/softmax.ts';
import { chooseAlgorithm } from './algorithm.ts';
import type { Buffers } from './buffers.ts';
import type { ConvBlock, DenseBlock, Step } from './fuse.ts';
import type { Kernel } from './kernel.ts';

export function lower(step: Step, context: ModuleContext, buffers: Buffers): Kernel {
  switch (step.kind) {
    case 'convForward':
      return convForward(step.block, context, buffers);
    case 'convBackward':
      return convBackward(step.block, context, buffers);
    case 'denseForward':
      return denseForward(step.block, context, buffers);
    case 'denseBackward':
      return denseBackward(step.block, context, buffers);
    case 'optimizer':
      return optimizerKernel(context, buffers, step.operations);
    case 'single':
      return single(step.operation, buffers);
    default:
      return step satisfies never;
  }
}

const layerName = (kernel: string | null | undefined, otherwise: string) =>
  kernel?.replace(/\/kernel$/, '') ?? otherwise;

function poolGeometry(block: ConvBlock, buffers: Buffers): PoolGeometry | null {
  if (!block.pool) return null;
  const { height: outHeight, width: outWidth } = buffers.image(block.pool.output);
  return { height: block.pool.poolSize[0], width: block.pool.poolSize[1], outHeight, outWidth };
}

/** One name for what forward notes and backward reads. */
const winnersOf = (block: ConvBlock): string | null =>
  block.pool && block.poolGrad ? `${block.pool.output}/winners` : null;

function convForward(block: ConvBlock, context: ModuleContext, buffers: Buffers): Kernel {
  const { forward, activation, pool } = block;
  if (!forward) throw new Error('a forward step without its operation');
  const geometry = convGeometry(buffers, forward.input, forward.kernel, forward.strides, forward.padding);
  const fused: ConvForward = {
    name: layerName(forward.kernel, forward.output),
    geometry,
    input: forward.input,
    kernel: forward.kernel,
    bias: forward.bias,
    relu: activation !== null,
    pool: poolGeometry(block, buffers),
    output: (pool ?? activation ?? forward).output,
    winners: winnersOf(block),
  };
  const algorithm = chooseAlgorithm({ ...fused, pass: 'forward', forced: context.algorithm });
  if (algorithm.kind === 'winograd') return winogradForwardKernel(context, buffers, fused, algorithm.tile);
  return context.algorithm === null && isFirstLayerForward(fused)
    ? firstLayerForwardKernel(context, buffers, fused)
    : convForwardKernel(context, buffers, fused);
}

function convBackward(block: ConvBlock, context: ModuleContext, buffers: Buffers): Kernel {
  const { kernelGrad, inputGrad, biasGrad, activationGrad, poolGrad, forward } = block;
  const top = poolGrad ?? activationGrad;
  const outputGrad =
    top?.outputGrad ?? kernelGrad?.outputGrad ?? inputGrad?.outputGrad ?? biasGrad?.outputGrad;
  if (outputGrad === undefined) throw new Error('a backward step without its gradient');
  const fused: ConvBackward = {
    name: layerName(forward?.kernel ?? inputGrad?.kernel, kernelGrad?.kernelGrad ?? outputGrad),
    geometry: backwardGeometry(block, buffers),
    relu: activationGrad !== null,
    pool: poolGrad ? poolGeometry(block, buffers) : null,
    winners: winnersOf(block),
    output: activationGrad?.output ?? null,
    outputGrad,
    input: kernelGrad?.input ?? null,
    kernel: inputGrad?.kernel ?? null,
    kernelGrad: kernelGrad?.kernelGrad ?? null,
    biasGrad: biasGrad?.biasGrad ?? null,
    inputGrad: inputGrad?.inputGrad ?? null,
  };
  const algorithm = chooseAlgorithm({ ...fused, pass: 'backward', forced: context.algorithm });
  switch (algorithm.kind) {
    case 'winograd':
      return winogradBackwardKernel(context, buffers, fused, algorithm.tile);
    case 'sparse':
      if (!fused.pool || !fused.winners) throw new Error('sparse gradients need a pooled block');
      return sparseBackwardKernel(context, buffers, { ...fused, pool: fused.pool, winners: fused.winners });
    case 'direct':
      if (context.algorithm === null && isFirstLayer(fused))
        return firstLayerBackwardKernel(context, buffers, fused);
      return convBackwardKernel(context, buffers, fused);
    default:
      return algorithm satisfies never;
  }
}

function backwardGeometry({ forward, kernelGrad, inputGrad }: ConvBlock, buffers: Buffers): ConvGeometry {
  if (forward) return convGeometry(buffers, forward.input, forward.kernel, forward.strides, forward.padding);
  if (kernelGrad) {
    return convGeometry(
      buffers,
      kernelGrad.input,
      kernelGrad.kernelGrad,
      kernelGrad.strides,
      kernelGrad.padding,
    );
  }
  if (inputGrad) {
    return convGeometry(buffers, inputGrad.inputGrad, inputGrad.kernel, inputGrad.strides, inputGrad.padding);
  }
  throw new Error('a convolution without a geometry');
}

function denseForward({ forward, activation }: DenseBlock, context: ModuleContext, buffers: Buffers): Kernel {
  if (!forward) throw new Error('a forward step without its operation');
  return denseForwardKernel(context, buffers, {
    name: layerName(forward.kernel, forward.output),
    input: forward.input,
    kernel: forward.kernel,
    bias: forward.bias,
    relu: activation !== null,
    output: (activation ?? forward).output,
  });
}

function denseBackward(block: DenseBlock, context: ModuleContext, buffers: Buffers): Kernel {
  const { forward, activationGrad, kernelGrad, inputGrad, biasGrad } = block;
  const outputGrad =
    activationGrad?.outputGrad ?? kernelGrad?.outputGrad ?? inputGrad?.outputGrad ?? biasGrad?.outputGrad;
  if (outputGrad === undefined) throw new Error('a backward step without its gradient');
  return denseBackwardKernel(context, buffers, {
    name: layerName(forward?.kernel ?? inputGrad?.kernel, kernelGrad?.kernelGrad ?? outputGrad),
    output: activationGrad?.output ?? null,
    outputGrad,
    input: kernelGrad?.input ?? null,
    kernel: inputGrad?.kernel ?? null,
    kernelGrad: kernelGrad?.kernelGrad ?? null,
    biasGrad: biasGrad?.biasGrad ?? null,
    inputGrad: inputGrad?.inputGrad ?? null,
  });
}

function single(op: Operation, buffers: Buffers): Kernel {
  if (isOptimizerOperation(op)) throw new Error(`${op.kind} is always part of a step of its own kind`);
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
    case 'conv2d':
    case 'conv2dInputGrad':
    case 'conv2dKernelGrad':
    case 'dense':
    case 'denseInputGrad':
    case 'denseKernelGrad':
      throw new Error(`${op.kind} is always part of a step of its own kind`);
    default:
      return op satisfies never;
  }
}
