// Every operation that a graph can hold. Fields in the form of `input`, `output`, `kernel` … name buffers; the others are
// attributes. An operation that ends in `Grad` is part of a backward pass: it gets the gradient of the loss with
// respect to a forward output (`outputGrad`) and writes (never adds to) the gradient with respect to one forward operand.
//
// The formulas of activations and of optimizers' updates, with the operations of the latter, are in `formulas/`.
//
// "Rows" below are the rows of the running batch. Operations marked [reduces] combine all rows into one buffer.

import type { ActivationFunction } from './formulas/activations.ts';
import type { OptimizerOperation } from './formulas/optimizers/list.ts';

export type { ActivationFunction } from './formulas/activations.ts';
export type { OptimizerKind, OptimizerOperation } from './formulas/optimizers/list.ts';

/** `valid`: windows stay within the image. `same`: zeros are added so that a stride of 1 keeps the size. */
export type Padding = 'valid' | 'same';
/** One number for each of height and width. */
export type Pair = readonly [height: number, width: number];
interface Window {
  readonly strides: Pair;
  /** `same` is TensorFlow's rule: output `ceil(n / stride)`, the odd pixel of padding after. */
  readonly padding: Padding;
}

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

/** `output = input · kernel + bias`; a row of `input` of any shape is read as a flat vector. */
export interface Dense {
  readonly kind: 'dense';
  readonly input: string;
  readonly kernel: string;
  readonly bias: string | null;
  readonly output: string;
}

/** The gradient with respect to the input of `dense`. */
export interface DenseInputGrad {
  readonly kind: 'denseInputGrad';
  readonly outputGrad: string;
  readonly kernel: string;
  readonly inputGrad: string;
}

/** [reduces] */
export interface DenseKernelGrad {
  readonly kind: 'denseKernelGrad';
  readonly input: string;
  readonly outputGrad: string;
  readonly kernelGrad: string;
}

/** [reduces] Sums `outputGrad` over everything but its last axis. */
export interface BiasGrad {
  readonly kind: 'biasGrad';
  readonly outputGrad: string;
  readonly biasGrad: string;
}

/** Element by element. */
export interface Activation {
  readonly kind: 'activation';
  readonly function: ActivationFunction;
  /** Options of the function that are not to have their defaults: `{ alpha: 0.5 }` for ELU. */
  readonly options?: Readonly<Record<string, number>>;
  readonly input: string;
  readonly output: string;
}

/** The gradient with respect to the input of `activation`. */
export interface ActivationGrad {
  readonly kind: 'activationGrad';
  readonly function: ActivationFunction;
  /** As in `activation`. */
  readonly options?: Readonly<Record<string, number>>;
  readonly input: string;
  readonly output: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/** Over the last axis. */
export interface Softmax {
  readonly kind: 'softmax';
  readonly input: string;
  readonly output: string;
}

/** The gradient with respect to the input of `softmax`. */
export interface SoftmaxGrad {
  readonly kind: 'softmaxGrad';
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

/**
 * Inverted dropout: zeroes elements with probability `rate`, scales the rest by 1 / (1 − rate). Which elements are
 * kept depends only on `key` (two int32) and the element's index in the batch: see `dropout.ts`.
 */
export interface Dropout {
  readonly kind: 'dropout';
  readonly rate: number;
  readonly key: string;
  readonly input: string;
  readonly output: string;
}
/** The gradient of the elements that were kept. */
export interface DropoutGrad {
  readonly kind: 'dropoutGrad';
  readonly rate: number;
  readonly key: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/** `output = factor · input`; its gradient is the same operation. */
export interface Scale {
  readonly kind: 'scale';
  readonly factor: number;
  readonly input: string;
  readonly output: string;
}

/** `output = factors · input`, with one factor per row (`[]` a row): how losses and their gradients are weighted. */
export interface ScaleRows {
  readonly kind: 'scaleRows';
  readonly factors: string;
  readonly input: string;
  readonly output: string;
}

/**
 * [reduces] Mean and biased variance of every channel over rows, height and width; then
 * `moving ← momentum · moving + (1 − momentum) · batch`, with the unbiased variance where `unbiasedMovingVariance`.
 */
export interface BatchNormalizationStatistics {
  readonly kind: 'batchNormalizationStatistics';
  readonly momentum: number;
  readonly unbiasedMovingVariance: boolean;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly movingMean: string;
  readonly movingVariance: string;
}

/** `output = gamma · (input − mean) / √(variance + epsilon) + beta`; a missing gamma is 1, a missing beta 0. */
export interface BatchNormalization {
  readonly kind: 'batchNormalization';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly gamma: string | null;
  readonly beta: string | null;
  readonly output: string;
}

/** [reduces] `betaGrad = Σ outputGrad`, `gammaGrad = Σ outputGrad · normalized input`. */
export interface BatchNormalizationParameterGrad {
  readonly kind: 'batchNormalizationParameterGrad';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly outputGrad: string;
  readonly gammaGrad: string;
  readonly betaGrad: string;
}

/** Through the batch's own statistics, which is why it needs both sums of `batchNormalizationParameterGrad`. */
export interface BatchNormalizationInputGrad {
  readonly kind: 'batchNormalizationInputGrad';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly gamma: string | null;
  readonly outputGrad: string;
  readonly gammaGrad: string;
  readonly betaGrad: string;
  readonly inputGrad: string;
}

/**
 * Softmax and cross-entropy against class labels (int32, `[]` a row), with label smoothing s: the target is
 * `(1 − s) · onehot + s / classes`. Writes the probabilities, each row's loss, and, where `logitsGrad` is named, the
 * gradient of the *mean* loss over the rows.
 */
export interface SoftmaxCrossEntropy {
  readonly kind: 'softmaxCrossEntropy';
  readonly labelSmoothing: number;
  readonly logits: string;
  readonly labels: string;
  readonly probabilities: string;
  readonly losses: string;
  readonly logitsGrad: string | null;
}

/** 1 for each row whose largest prediction (the first of equals) is at its label, else 0. */
export interface CategoricalAccuracy {
  readonly kind: 'categoricalAccuracy';
  readonly predictions: string;
  readonly labels: string;
  readonly matches: string;
}

/** [reduces] The mean over rows of a buffer of one number a row. */
export interface Mean {
  readonly kind: 'mean';
  readonly input: string;
  readonly output: string;
}

/**
 * [reduces] `output = previous + Σ input²`, of a whole buffer; without `previous` the sum alone. A chain of them is the
 * squared norm of several buffers together.
 */
export interface SumOfSquares {
  readonly kind: 'sumOfSquares';
  readonly input: string;
  readonly previous: string | null;
  readonly output: string;
}

/** A whole buffer, shortened to a norm: `output = input · limit / max(limit, √sumOfSquares)`. */
export interface ClipNorm {
  readonly kind: 'clipNorm';
  readonly limit: number;
  readonly input: string;
  /** A scalar buffer. */
  readonly sumOfSquares: string;
  readonly output: string;
}

/** A whole buffer, element by element: `output = min(max(input, −limit), limit)`. */
export interface ClipValue {
  readonly kind: 'clipValue';
  readonly limit: number;
  readonly input: string;
  readonly output: string;
}

/** Any operation: tell them apart by `kind`. */
export type Operation =
  | Conv2d
  | Conv2dInputGrad
  | Conv2dKernelGrad
  | Dense
  | DenseInputGrad
  | DenseKernelGrad
  | BiasGrad
  | Activation
  | ActivationGrad
  | Softmax
  | SoftmaxGrad
  | MaxPool2d
  | MaxPool2dGrad
  | AveragePool2d
  | AveragePool2dGrad
  | L2Pool2d
  | L2Pool2dGrad
  | Dropout
  | DropoutGrad
  | Scale
  | ScaleRows
  | BatchNormalizationStatistics
  | BatchNormalization
  | BatchNormalizationParameterGrad
  | BatchNormalizationInputGrad
  | SoftmaxCrossEntropy
  | CategoricalAccuracy
  | Mean
  | SumOfSquares
  | ClipNorm
  | ClipValue
  | OptimizerOperation;

/** The `kind` of every operation. */
export type OperationKind = Operation['kind'];
