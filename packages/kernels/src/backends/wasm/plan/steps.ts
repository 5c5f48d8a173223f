// What a program becomes before it is lowered: layers with all that is fused with them, forward and backward, optimizer
// operations that share their settings, and what stands alone.

import { isOptimizerOperation } from '../../../formulas/optimizers/list.ts';
import type {
  Activation,
  ActivationGrad,
  BiasGrad,
  Conv2d,
  Conv2dInputGrad,
  Conv2dKernelGrad,
  Dense,
  DenseInputGrad,
  DenseKernelGrad,
  MaxPool2d,
  MaxPool2dGrad,
  Operation,
  OperationKind,
  OptimizerOperation,
} from '../../../operations.ts';

/** The gradients of a layer, as far as the program has them: one at least. */
export interface Gradients<K, I> {
  readonly kernelGrad: K | null;
  readonly inputGrad: I | null;
  readonly biasGrad: BiasGrad | null;
}

interface BackwardStep<K, I> {
  /** The layer's, for profiles. */
  readonly name: string;
  /** The gradient that the step begins with: of the output of all that is fused. */
  readonly outputGrad: string;
  readonly activationGrad: ActivationGrad | null;
  readonly gradients: Gradients<K, I>;
}

export interface ConvForwardStep {
  readonly kind: 'convForward';
  readonly operation: Conv2d;
  readonly activation: Activation | null;
  readonly pool: MaxPool2d | null;
  /** Whether the program's backward pass asks which cell of each window won. */
  readonly notesWinners: boolean;
}

export interface ConvBackwardStep extends BackwardStep<Conv2dKernelGrad, Conv2dInputGrad> {
  readonly kind: 'convBackward';
  /** Says how images and kernel lie: the forward operation, or a gradient if that is in another program. */
  readonly convolution: Conv2d | Conv2dKernelGrad | Conv2dInputGrad;
  readonly pooling: { readonly pool: MaxPool2d; readonly grad: MaxPool2dGrad } | null;
}

export interface DenseForwardStep {
  readonly kind: 'denseForward';
  readonly operation: Dense;
  readonly activation: Activation | null;
}

export interface DenseBackwardStep extends BackwardStep<DenseKernelGrad, DenseInputGrad> {
  readonly kind: 'denseBackward';
}

export interface OptimizerStep {
  readonly kind: 'optimizer';
  readonly operations: readonly [OptimizerOperation, ...OptimizerOperation[]];
}

/** Operations that are always part of a layer's step. */
export type LayerOperation =
  | Conv2d
  | Conv2dInputGrad
  | Conv2dKernelGrad
  | Dense
  | DenseInputGrad
  | DenseKernelGrad;

/** Operations with kernels of their own, if nothing takes them in. */
export type SingleOperation = Exclude<Operation, LayerOperation | OptimizerOperation>;

export interface SingleStep {
  readonly kind: 'single';
  readonly operation: SingleOperation;
}

export type Step =
  | ConvForwardStep
  | ConvBackwardStep
  | DenseForwardStep
  | DenseBackwardStep
  | OptimizerStep
  | SingleStep;

/** Optimizers have a list of their own, beside their rules. */
type OtherKind = Exclude<OperationKind, OptimizerOperation['kind']>;
type RoleOf<K extends OtherKind> = K extends LayerOperation['kind'] ? 'layer' : 'single';

const roles = {
  conv2d: 'layer',
  conv2dInputGrad: 'layer',
  conv2dKernelGrad: 'layer',
  dense: 'layer',
  denseInputGrad: 'layer',
  denseKernelGrad: 'layer',
  biasGrad: 'single',
  activation: 'single',
  activationGrad: 'single',
  softmax: 'single',
  softmaxGrad: 'single',
  maxPool2d: 'single',
  maxPool2dGrad: 'single',
  averagePool2d: 'single',
  averagePool2dGrad: 'single',
  l2Pool2d: 'single',
  l2Pool2dGrad: 'single',
  dropout: 'single',
  dropoutGrad: 'single',
  scale: 'single',
  scaleRows: 'single',
  batchNormalizationStatistics: 'single',
  batchNormalization: 'single',
  batchNormalizationParameterGrad: 'single',
  batchNormalizationInputGrad: 'single',
  softmaxCrossEntropy: 'single',
  categoricalAccuracy: 'single',
  mean: 'single',
  sumOfSquares: 'single',
  clipNorm: 'single',
  clipValue: 'single',
} as const satisfies { [K in OtherKind]: RoleOf<K> };

export const isSingle = (op: Operation): op is SingleOperation =>
  !isOptimizerOperation(op) && roles[op.kind] === 'single';
