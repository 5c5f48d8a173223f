// Every patch of an image times a kernel.

import type { Window } from './window.ts';

/** Every patch of the input times the same kernel, plus the bias. */
export interface Conv2d extends Window {
  readonly kind: 'conv2d';
  readonly input: string;
  readonly kernel: string;
  readonly bias: string | null;
  readonly output: string;
}

/** The gradient with respect to the input of `conv2d`. */
export interface Conv2dInputGrad extends Window {
  readonly kind: 'conv2dInputGrad';
  readonly outputGrad: string;
  readonly kernel: string;
  readonly inputGrad: string;
}

/** [reduces] */
export interface Conv2dKernelGrad extends Window {
  readonly kind: 'conv2dKernelGrad';
  readonly input: string;
  readonly outputGrad: string;
  readonly kernelGrad: string;
}

/** Any operation of a convolution. */
export type Conv2dOperation = Conv2d | Conv2dInputGrad | Conv2dKernelGrad;
