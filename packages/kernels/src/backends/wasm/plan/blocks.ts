// A layer with as much fused as may be: its activation and pooling, forward and backward, and its gradients.
//
// A buffer between two fused operations is never written, so it must be of no use to anyone else: it has the role
// `activation`, and every operation that touches it belongs to the block.

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
} from '../../../operations.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Gradients } from './steps.ts';
import type { Users } from './users.ts';

export interface Block<F, K, I> {
  readonly forward: F;
  readonly activation: Activation | null;
  readonly pool: MaxPool2d | null;
  readonly poolGrad: MaxPool2dGrad | null;
  readonly activationGrad: ActivationGrad | null;
  readonly gradients: Gradients<K, I>;
}

/** What tells the operations of one kind of layer apart. */
export interface LayerKind<K extends Operation, I extends Operation> {
  readonly isKernelGrad: (op: Operation) => op is K;
  readonly isInputGrad: (op: Operation) => op is I;
  /** Whether its kernels can pool. */
  readonly poolable: boolean;
}

export const convKind: LayerKind<Conv2dKernelGrad, Conv2dInputGrad> = {
  isKernelGrad: (op) => op.kind === 'conv2dKernelGrad',
  isInputGrad: (op) => op.kind === 'conv2dInputGrad',
  poolable: true,
};

export const denseKind: LayerKind<DenseKernelGrad, DenseInputGrad> = {
  isKernelGrad: (op) => op.kind === 'denseKernelGrad',
  isInputGrad: (op) => op.kind === 'denseInputGrad',
  poolable: false,
};

type KernelGrad = Conv2dKernelGrad | DenseKernelGrad;
type InputGrad = Conv2dInputGrad | DenseInputGrad;

const noGradients = { kernelGrad: null, inputGrad: null, biasGrad: null };

/** The gradient operations that read the gradient of a layer's output before its activation. */
export function gradientsOf<K extends Operation, I extends Operation>(
  users: Users,
  outputGrad: string | undefined,
  { isKernelGrad, isInputGrad }: LayerKind<K, I>,
): Gradients<K, I> {
  const readers = users.of(outputGrad).filter((op) => 'outputGrad' in op && op.outputGrad === outputGrad);
  return {
    kernelGrad: readers.find(isKernelGrad) ?? null,
    inputGrad: readers.find(isInputGrad) ?? null,
    biasGrad: readers.find((op): op is BiasGrad => op.kind === 'biasGrad') ?? null,
  };
}

/** The operations of a block, absent ones as null. */
export function membersOf<K, I>(block: Block<Operation, K & Operation, I & Operation>): (Operation | null)[] {
  const { forward, activation, pool, poolGrad, activationGrad, gradients } = block;
  return [forward, activation, pool, poolGrad, activationGrad, ...Object.values(gradients)];
}

/** The block of a layer, with as much fused as may be. */
export function blockOf<F extends Conv2d | Dense, K extends KernelGrad, I extends InputGrad>(
  forward: F,
  kind: LayerKind<K, I>,
  users: Users,
  buffers: Buffers,
): Block<F, K, I> {
  const attempts = [
    { relu: true, pooled: true },
    { relu: true, pooled: false },
    { relu: false, pooled: true },
  ].filter(({ pooled }) => kind.poolable || !pooled);
  for (const attempt of attempts) {
    const block = tryBlock(forward, kind, users, attempt);
    if (block) return block;
  }
  const outputGrad = ownOutputGrad(forward, kind, users, buffers);
  return {
    forward,
    activation: null,
    pool: null,
    poolGrad: null,
    activationGrad: null,
    gradients: gradientsOf(users, outputGrad, kind),
  };
}

/** The block with ReLU, pooling or both, or null where the program does not have it or needs what lies between. */
function tryBlock<F extends Conv2d | Dense, K extends KernelGrad, I extends InputGrad>(
  forward: F,
  kind: LayerKind<K, I>,
  users: Users,
  { relu, pooled }: { readonly relu: boolean; readonly pooled: boolean },
): Block<F, K, I> | null {
  const z = forward.output;
  const activation = relu
    ? users.find(z, (op): op is Activation => op.kind === 'activation' && op.input === z && isRelu(op))
    : null;
  if (relu && !activation) return null;
  const y = activation?.output ?? z;
  const pool = pooled
    ? users.find(y, (op): op is MaxPool2d => op.kind === 'maxPool2d' && op.input === y && isFusable(op))
    : null;
  if (pooled && !pool) return null;
  const poolGrad =
    pool &&
    users.find(
      y,
      (op): op is MaxPool2dGrad => op.kind === 'maxPool2dGrad' && op.input === y && op.output === pool.output,
    );
  const activationGrad = relu
    ? users.find(
        z,
        (op): op is ActivationGrad => op.kind === 'activationGrad' && op.input === z && isRelu(op),
      )
    : null;
  if (pool && relu && (poolGrad === null) !== (activationGrad === null)) return null;
  if (poolGrad && activationGrad && poolGrad.inputGrad !== activationGrad.outputGrad) return null;
  const top = activationGrad ?? poolGrad;
  const gradients = top ? gradientsOf(users, top.inputGrad, kind) : noGradients;
  const block = { forward, activation, pool, poolGrad, activationGrad, gradients };
  const inner = [
    z,
    ...(pool ? [y] : []),
    ...(poolGrad && activationGrad ? [poolGrad.inputGrad] : []),
    ...(top ? [top.inputGrad] : []),
  ];
  return users.isPrivate(inner, membersOf(block)) ? block : null;
}

/**
 * The gradient of a layer's output where nothing is fused. Two layers may read one buffer: a kernel gradient belongs to
 * the layer whose output's gradient it reads.
 */
function ownOutputGrad<K extends KernelGrad>(
  forward: Conv2d | Dense,
  { isKernelGrad }: LayerKind<K, InputGrad>,
  users: Users,
  buffers: Buffers,
): string | undefined {
  const readers = users.of(forward.input);
  const kernelGrad = readers.filter(isKernelGrad).find((op) => op.input === forward.input);
  if (!kernelGrad) return undefined;
  const shapeOf = (name: string) => buffers.spec(name).shape.join();
  const siblings = readers.filter((op) => op.kind === forward.kind && op.input === forward.input);
  const isOwn = shapeOf(kernelGrad.outputGrad) === shapeOf(forward.output) && siblings.length === 1;
  return isOwn ? kernelGrad.outputGrad : undefined;
}

const isRelu = (op: Activation | ActivationGrad): boolean => op.function === 'relu';

/** Windows that tile the map without overlap; others are pooled on their own. */
function isFusable(op: MaxPool2d): boolean {
  return (
    op.padding === 'valid' &&
    op.poolSize[0] === op.strides[0] &&
    op.poolSize[1] === op.strides[1] &&
    op.poolSize[0] * op.poolSize[1] < 255
  );
}
