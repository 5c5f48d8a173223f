// Finds what can be fused: a program's operations become blocks (a convolution or dense layer with its activation,
// pooling and bias, forward and backward) and what remains stands alone.
//
// A buffer between two fused operations is never written, so it must be of no use to anyone else: it has the role
// `activation`, and every operation that touches it belongs to the block.

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
  OptimizerOperation,
} from '../../../operations.ts';
import { optimizerSettings } from '../emit/optimizer.ts';
import type { Buffers } from './buffers.ts';

/** A layer's operations, forward and backward, as far as the program has them. */
export interface Block<F, K, I> {
  readonly forward: F | null;
  readonly activation: Activation | null;
  readonly pool: MaxPool2d | null;
  readonly poolGrad: MaxPool2dGrad | null;
  readonly activationGrad: ActivationGrad | null;
  readonly kernelGrad: K | null;
  readonly inputGrad: I | null;
  readonly biasGrad: BiasGrad | null;
}

export type ConvBlock = Block<Conv2d, Conv2dKernelGrad, Conv2dInputGrad>;
export type DenseBlock = Block<Dense, DenseKernelGrad, DenseInputGrad>;

export type Step =
  | { readonly kind: 'convForward'; readonly block: ConvBlock }
  | { readonly kind: 'convBackward'; readonly block: ConvBlock }
  | { readonly kind: 'denseForward'; readonly block: DenseBlock }
  | { readonly kind: 'denseBackward'; readonly block: DenseBlock }
  | {
      readonly kind: 'optimizer';
      readonly operations: readonly [OptimizerOperation, ...OptimizerOperation[]];
    }
  | { readonly kind: 'single'; readonly operation: Operation };

/** The buffers that an operation reads and writes, by the fields that name buffers. */
function buffersOf(op: Operation, known: (name: string) => boolean): string[] {
  return Object.entries(op).flatMap(([field, value]) =>
    field !== 'kind' && typeof value === 'string' && known(value) ? [value] : [],
  );
}

export function fuse(
  operations: readonly Operation[],
  buffers: Buffers,
  isBuffer: (name: string) => boolean,
): Step[] {
  const users = new Map<string, Operation[]>();
  for (const op of operations) {
    for (const name of new Set(buffersOf(op, isBuffer))) users.set(name, [...(users.get(name) ?? []), op]);
  }
  const usersOf = (name: string | undefined) => (name === undefined ? [] : (users.get(name) ?? []));
  const find = <T extends Operation>(name: string | undefined, test: (op: Operation) => op is T): T | null =>
    usersOf(name).find(test) ?? null;

  /** Whether nobody outside `members` needs any of `names`. */
  const isPrivate = (names: (string | undefined)[], members: readonly (Operation | null)[]): boolean =>
    names.every(
      (name) =>
        name === undefined ||
        (buffers.spec(name).role === 'activation' && usersOf(name).every((op) => members.includes(op))),
    );

  const taken = new Map<Operation, Step | null>();

  /** The gradient operations that read the gradient of a layer's output before its activation. */
  function gradients<K extends Operation, I extends Operation>(
    outputGrad: string | undefined,
    isKernelGrad: (op: Operation) => op is K,
    isInputGrad: (op: Operation) => op is I,
  ) {
    const readers = usersOf(outputGrad).filter((op) => 'outputGrad' in op && op.outputGrad === outputGrad);
    return {
      kernelGrad: readers.find(isKernelGrad) ?? null,
      inputGrad: readers.find(isInputGrad) ?? null,
      biasGrad: readers.find((op): op is BiasGrad => op.kind === 'biasGrad') ?? null,
    };
  }

  /** The block of a layer, with as much fused as may be. */
  function blockOf<F extends Conv2d | Dense, K extends Operation, I extends Operation>(
    forward: F,
    isKernelGrad: (op: Operation) => op is K & { input: string; outputGrad: string },
    isInputGrad: (op: Operation) => op is I,
    poolable: boolean,
  ): Block<F, K, I> {
    const z = forward.output;
    const activation = find(
      z,
      (op): op is Activation => op.kind === 'activation' && op.input === z && op.function === 'relu',
    );
    const attempts: { relu: boolean; pooled: boolean }[] = [
      { relu: true, pooled: true },
      { relu: true, pooled: false },
      { relu: false, pooled: true },
    ];
    for (const { relu, pooled } of attempts) {
      if ((relu && !activation) || (pooled && !poolable)) continue;
      const y = relu && activation ? activation.output : z;
      const pool = pooled
        ? find(y, (op): op is MaxPool2d => op.kind === 'maxPool2d' && op.input === y && isFusable(op))
        : null;
      if (pooled && !pool) continue;
      const poolGrad =
        pool &&
        find(
          y,
          (op): op is MaxPool2dGrad =>
            op.kind === 'maxPool2dGrad' && op.input === y && op.output === pool.output,
        );
      const activationGrad = relu
        ? find(
            z,
            (op): op is ActivationGrad =>
              op.kind === 'activationGrad' && op.input === z && op.function === 'relu',
          )
        : null;
      if (pool && relu && (poolGrad === null) !== (activationGrad === null)) continue;
      if (poolGrad && activationGrad && poolGrad.inputGrad !== activationGrad.outputGrad) continue;
      const top = activationGrad ?? poolGrad;
      const grads = gradients(top?.inputGrad, isKernelGrad, isInputGrad);
      const block: Block<F, K, I> = {
        forward,
        activation: relu ? activation : null,
        pool,
        poolGrad,
        activationGrad,
        ...(top ? grads : { kernelGrad: null, inputGrad: null, biasGrad: null }),
      };
      const inner = [
        z,
        ...(pool ? [y] : []),
        ...(poolGrad && activationGrad ? [poolGrad.inputGrad] : []),
        ...(top ? [top.inputGrad] : []),
      ];
      if (isPrivate([...new Set(inner)], Object.values(block))) return block;
    }
    const kernelGrad =
      usersOf(forward.input)
        .filter(isKernelGrad)
        .find((op) => op.input === forward.input) ?? null;
    const bare = gradients(
      kernelGrad && isOwnGradient(forward, kernelGrad) ? kernelGrad.outputGrad : undefined,
      isKernelGrad,
      isInputGrad,
    );
    return { forward, activation: null, pool: null, poolGrad: null, activationGrad: null, ...bare };
  }

  /** Two layers may read one buffer: a kernel gradient belongs to the layer whose output's gradient it reads. */
  function isOwnGradient(forward: Conv2d | Dense, kernelGrad: { outputGrad: string }): boolean {
    const same =
      buffers.spec(kernelGrad.outputGrad).shape.join() === buffers.spec(forward.output).shape.join();
    const siblings = usersOf(forward.input).filter(
      (op) => op.kind === forward.kind && op.input === forward.input,
    );
    return same && siblings.length === 1;
  }

  function claim(op: Operation, block: ConvBlock | DenseBlock, forward: Step, backward: Step): void {
    const core = [block.kernelGrad, block.inputGrad, block.biasGrad].filter((g) => g !== null);
    for (const member of Object.values(block)) if (member) taken.set(member, null);
    taken.set(op, forward);
    const first = operations.find((candidate) => core.some((g) => g === candidate));
    if (first) taken.set(first, backward);
  }

  for (const op of operations) {
    if (op.kind === 'conv2d') {
      const block = blockOf(op, isConvKernelGrad, isConvInputGrad, true);
      claim(op, block, { kind: 'convForward', block }, { kind: 'convBackward', block });
    } else if (op.kind === 'dense') {
      const block = blockOf(op, isDenseKernelGrad, isDenseInputGrad, false);
      claim(op, block, { kind: 'denseForward', block }, { kind: 'denseBackward', block });
    }
  }
  // Gradients whose forward pass is in another program.
  const empty = { forward: null, activation: null, pool: null, poolGrad: null, activationGrad: null };
  for (const op of operations) {
    if (taken.has(op)) continue;
    if (isConvKernelGrad(op) || isConvInputGrad(op)) {
      const block: ConvBlock = {
        ...empty,
        ...untaken(gradients(op.outputGrad, isConvKernelGrad, isConvInputGrad)),
      };
      for (const member of Object.values(block)) if (member) taken.set(member, null);
      taken.set(op, { kind: 'convBackward', block });
    } else if (isDenseKernelGrad(op) || isDenseInputGrad(op)) {
      const block: DenseBlock = {
        ...empty,
        ...untaken(gradients(op.outputGrad, isDenseKernelGrad, isDenseInputGrad)),
      };
      for (const member of Object.values(block)) if (member) taken.set(member, null);
      taken.set(op, { kind: 'denseBackward', block });
    }
  }
  function untaken<T extends Record<string, Operation | null>>(members: T): T {
    return Object.fromEntries(
      Object.entries(members).map(([field, op]) => [field, op && taken.has(op) ? null : op]),
    ) as T;
  }
  return joinOptimizers(
    operations.flatMap((op): Step[] => {
      const step = taken.get(op);
      if (step === null) return [];
      return [step ?? { kind: 'single', operation: op }];
    }),
  );
}

/** Neighbouring optimizer operations with equal settings become one step. */
function joinOptimizers(steps: readonly Step[]): Step[] {
  const joined: Step[] = [];
  for (const step of steps) {
    if (step.kind !== 'single' || !isOptimizerOperation(step.operation)) {
      joined.push(step);
      continue;
    }
    const last = joined.at(-1);
    const { operation } = step;
    if (
      last?.kind === 'optimizer' &&
      optimizerSettings(last.operations[0]) === optimizerSettings(operation)
    ) {
      joined[joined.length - 1] = { kind: 'optimizer', operations: [...last.operations, operation] };
    } else {
      joined.push({ kind: 'optimizer', operations: [operation] });
    }
  }
  return joined;
}

/** Windows that tile the map without overlap; others are pooled on their own. */
function isFusable(op: MaxPool2d): boolean {
  return (
    op.padding === 'valid' &&
    op.poolSize[0] === op.strides[0] &&
    op.poolSize[1] === op.strides[1] &&
    op.poolSize[0] * op.poolSize[1] < 255
  );
}

const isConvKernelGrad = (op: Operation): op is Conv2dKernelGrad => op.kind === 'conv2dKernelGrad';
const isConvInputGrad = (op: Operation): op is Conv2dInputGrad => op.kind === 'conv2dInputGrad';
const isDenseKernelGrad = (op: Operation): op is DenseKernelGrad => op.kind === 'denseKernelGrad';
const isDenseInputGrad = (op: Operation): op is DenseInputGrad => op.kind === 'denseInputGrad';
