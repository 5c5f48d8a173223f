// What lowering needs to know beside the step, and what all layers' gradients have in common.

import type { ModuleContext } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { ForcedAlgorithm } from './algorithm.ts';
import type { ConvBackwardStep, DenseBackwardStep } from './steps.ts';

export interface Lowering {
  readonly context: ModuleContext;
  readonly buffers: Buffers;
  /** A convolution algorithm to use wherever it can be, instead of the cheapest. */
  readonly forced: ForcedAlgorithm | null;
}

/** The buffers of a layer's gradient operations, null for those that the program does not have. */
export function gradientBuffers({
  kernelGrad,
  inputGrad,
  biasGrad,
}: ConvBackwardStep['gradients'] | DenseBackwardStep['gradients']) {
  return {
    input: kernelGrad?.input ?? null,
    kernel: inputGrad?.kernel ?? null,
    kernelGrad: kernelGrad?.kernelGrad ?? null,
    biasGrad: biasGrad?.biasGrad ?? null,
    inputGrad: inputGrad?.inputGrad ?? null,
  };
}
