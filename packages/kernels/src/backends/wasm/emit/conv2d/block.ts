// A convolution block: a convolution and what is fused with it, forward and backward. ReLU and max pooling after a
// convolution cost nothing of their own: only the pooled values are kept, with one byte a value for which cell won.

import { windowExtent } from '../../../../geometry.ts';
import type { Padding, Pair } from '../../../../operations.ts';
import type { Buffers } from '../../contract/buffers.ts';

export interface ConvGeometry {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly top: number;
  readonly left: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** The part of the padded input that the windows cover. */
  readonly paddedHeight: number;
  readonly paddedWidth: number;
  /** Whether the windows leave the input, or it is read where it lies. */
  readonly padded: boolean;
}

export interface PoolGeometry {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

export interface ConvForward {
  readonly name: string;
  readonly geometry: ConvGeometry;
  readonly input: string;
  readonly kernel: string;
  readonly bias: string | null;
  readonly relu: boolean;
  readonly pool: PoolGeometry | null;
  readonly output: string;
  /** Where to note which cell won, if a backward pass needs it. */
  readonly winners: string | null;
}

export interface ConvBackward {
  readonly name: string;
  readonly geometry: ConvGeometry;
  readonly relu: boolean;
  readonly pool: PoolGeometry | null;
  readonly winners: string | null;
  /** The forward block's output and its gradient, or for a bare convolution just the gradient. */
  readonly output: string | null;
  readonly outputGrad: string;
  readonly input: string | null;
  readonly kernel: string | null;
  readonly kernelGrad: string | null;
  readonly biasGrad: string | null;
  readonly inputGrad: string | null;
}

/** The winner byte of a window whose ReLU is off. */
export const dead = 255;

export function convGeometry(
  buffers: Buffers,
  input: string,
  kernel: string,
  strides: Pair,
  padding: Padding,
): ConvGeometry {
  const { height, width, channels } = buffers.image(input);
  const [kernelHeight = 1, kernelWidth = 1, , filters = 1] = buffers.spec(kernel).shape;
  const [strideHeight, strideWidth] = strides;
  const rows = windowExtent(height, kernelHeight, strideHeight, padding);
  const columns = windowExtent(width, kernelWidth, strideWidth, padding);
  const paddedHeight = (rows.output - 1) * strideHeight + kernelHeight;
  const paddedWidth = (columns.output - 1) * strideWidth + kernelWidth;
  return {
    height,
    width,
    channels,
    filters,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    top: rows.before,
    left: columns.before,
    outHeight: rows.output,
    outWidth: columns.output,
    paddedHeight,
    paddedWidth,
    padded: rows.before + rows.after + columns.before + columns.after > 0,
  };
}
