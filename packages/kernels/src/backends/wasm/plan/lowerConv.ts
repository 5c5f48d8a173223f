// From a convolution's steps to kernels: by which algorithm, with which code.

import type { MaxPool2d } from '../../../operations.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
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
import { chooseAlgorithm } from './algorithm.ts';
import { gradientBuffers, type Lowering } from './lowering.ts';
import type { ConvBackwardStep, ConvForwardStep } from './steps.ts';

/** One name for what forward notes and backward reads. */
const winnersOf = (pool: MaxPool2d): string => `${pool.output}/winners`;

export function lowerConvForward(step: ConvForwardStep, { context, buffers, forced }: Lowering): Kernel {
  const { operation, activation, pool, notesWinners } = step;
  const fused: ConvForward = {
    name: operation.kernel.replace(/\/kernel$/, ''),
    geometry: geometryOf(operation, buffers),
    input: operation.input,
    kernel: operation.kernel,
    bias: operation.bias,
    relu: activation !== null,
    pool: pool && poolGeometry(pool, buffers),
    output: (pool ?? activation ?? operation).output,
    winners: pool && notesWinners ? winnersOf(pool) : null,
  };
  const algorithm = chooseAlgorithm({ ...fused, pass: 'forward', forced });
  if (algorithm.kind === 'winograd') return winogradForwardKernel(context, buffers, fused, algorithm.tile);
  return forced === null && isFirstLayerForward(fused)
    ? firstLayerForwardKernel(context, buffers, fused)
    : convForwardKernel(context, buffers, fused);
}

export function lowerConvBackward(step: ConvBackwardStep, { context, buffers, forced }: Lowering): Kernel {
  const { name, outputGrad, convolution, activationGrad, pooling, gradients } = step;
  const pooled = pooling && {
    pool: poolGeometry(pooling.pool, buffers),
    winners: winnersOf(pooling.pool),
  };
  const fused: ConvBackward = {
    name,
    geometry: geometryOf(convolution, buffers),
    relu: activationGrad !== null,
    pool: pooled?.pool ?? null,
    winners: pooled?.winners ?? null,
    output: activationGrad?.output ?? null,
    outputGrad,
    ...gradientBuffers(gradients),
  };
  const algorithm = chooseAlgorithm({ ...fused, pass: 'backward', forced });
  if (algorithm.kind === 'winograd') return winogradBackwardKernel(context, buffers, fused, algorithm.tile);
  // Sparse gradients are chosen for pooled blocks only.
  if (algorithm.kind === 'sparse' && pooled) {
    return sparseBackwardKernel(context, buffers, { ...fused, ...pooled });
  }
  return forced === null && isFirstLayer(fused)
    ? firstLayerBackwardKernel(context, buffers, fused)
    : convBackwardKernel(context, buffers, fused);
}

function poolGeometry(pool: MaxPool2d, buffers: Buffers): PoolGeometry {
  const { height: outHeight, width: outWidth } = buffers.image(pool.output);
  return { height: pool.poolSize[0], width: pool.poolSize[1], outHeight, outWidth };
}

function geometryOf(op: ConvBackwardStep['convolution'], buffers: Buffers): ConvGeometry {
  const { strides, padding } = op;
  switch (op.kind) {
    case 'conv2d':
      return convGeometry(buffers, op.input, op.kernel, strides, padding);
    case 'conv2dKernelGrad':
      return convGeometry(buffers, op.input, op.kernelGrad, strides, padding);
    case 'conv2dInputGrad':
      return convGeometry(buffers, op.inputGrad, op.kernel, strides, padding);
    default:
      return op satisfies never;
  }
}
