// One number from each window of each channel.

import type { Pair, Window } from './window.ts';

interface Pooling extends Window {
  readonly poolSize: Pair;
}

interface PoolingForward extends Pooling {
  readonly input: string;
  readonly output: string;
}

interface PoolingBackward extends Pooling {
  readonly input: string;
  readonly output: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/** Cells outside the image never win. */
export interface MaxPool2d extends PoolingForward {
  readonly kind: 'maxPool2d';
}

/** Of equal cells the first in row-major order gets the gradient. */
export interface MaxPool2dGrad extends PoolingBackward {
  readonly kind: 'maxPool2dGrad';
}

/** Averages over the cells inside the image. */
export interface AveragePool2d extends PoolingForward {
  readonly kind: 'averagePool2d';
}

/** Each cell inside the image gets an equal share. */
export interface AveragePool2dGrad extends PoolingBackward {
  readonly kind: 'averagePool2dGrad';
}

/** The root of the sum of squares. */
export interface L2Pool2d extends PoolingForward {
  readonly kind: 'l2Pool2d';
}

/** The gradient of a window of zeros is zero. */
export interface L2Pool2dGrad extends PoolingBackward {
  readonly kind: 'l2Pool2dGrad';
}

/** Any operation of a pooling layer. */
export type PoolingOperation =
  | MaxPool2d
  | MaxPool2dGrad
  | AveragePool2d
  | AveragePool2dGrad
  | L2Pool2d
  | L2Pool2dGrad;
