// Every operation that a graph can hold. Fields in the form of `input`, `output`, `kernel` … name buffers; the others are
// attributes. An operation that ends in `Grad` is part of a backward pass: it gets the gradient of the loss with
// respect to a forward output (`outputGrad`) and writes (never adds to) the gradient with respect to one forward operand.
//
// A family of operations is one file in `operations/`. The formulas of activations and of optimizers' updates, with the
// operations of the latter, are in `formulas/`.
//
// "Rows" below are the rows of the running batch. Operations marked [reduces] combine all rows into one buffer.

import type { OptimizerOperation } from './formulas/optimizers/list.ts';
import type { BatchNormalizationOperation } from './operations/batchNormalization.ts';
import type { ClippingOperation } from './operations/clipping.ts';
import type { Conv2dOperation } from './operations/conv2d.ts';
import type { DenseOperation } from './operations/dense.ts';
import type { ElementwiseOperation } from './operations/elementwise.ts';
import type { LossOperation } from './operations/loss.ts';
import type { PoolingOperation } from './operations/pooling.ts';

export type { ActivationFunction } from './formulas/activations.ts';
export type { OptimizerKind, OptimizerOperation } from './formulas/optimizers/list.ts';
export type * from './operations/batchNormalization.ts';
export type * from './operations/clipping.ts';
export type * from './operations/conv2d.ts';
export type * from './operations/dense.ts';
export type * from './operations/elementwise.ts';
export type * from './operations/loss.ts';
export type * from './operations/pooling.ts';
export type { Padding, Pair } from './operations/window.ts';

/** Any operation: tell them apart by `kind`. */
export type Operation =
  | Conv2dOperation
  | DenseOperation
  | ElementwiseOperation
  | PoolingOperation
  | BatchNormalizationOperation
  | LossOperation
  | ClippingOperation
  | OptimizerOperation;

/** The `kind` of every operation. */
export type OperationKind = Operation['kind'];
