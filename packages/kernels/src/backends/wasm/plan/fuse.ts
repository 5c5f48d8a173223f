// Finds what can be fused: a program's operations become steps, each at the place of the first of its operations.

import { isOptimizerOperation } from '../../../formulas/optimizers/list.ts';
import type {
  BiasGrad,
  Conv2dInputGrad,
  Conv2dKernelGrad,
  DenseInputGrad,
  DenseKernelGrad,
  Operation,
  OptimizerOperation,
} from '../../../operations.ts';
import type { Buffers } from '../contract/buffers.ts';
import { optimizerSettings } from '../emit/optimizer.ts';
import { type Block, blockOf, convKind, denseKind, gradientsOf, membersOf } from './blocks.ts';
import {
  type ConvBackwardStep,
  type DenseBackwardStep,
  type Gradients,
  isSingle,
  type Step,
} from './steps.ts';
import { type Users, usersOf } from './users.ts';

/** What became of an operation that a layer took: the layer's step stands in its place, or nothing does. */
type Taken = Map<Operation, Step | null>;

export function fuse(operations: readonly Operation[], buffers: Buffers): Step[] {
  const users = usersOf(operations, buffers);
  const taken: Taken = new Map();
  takeLayers(operations, users, buffers, taken);
  takeLoneGradients(operations, users, taken);
  const steps: Step[] = [];
  for (const op of operations) {
    const step = taken.get(op);
    if (step) steps.push(step);
    else if (step === null) continue;
    else if (isOptimizerOperation(op)) pushOptimizer(steps, op);
    else if (isSingle(op)) steps.push({ kind: 'single', operation: op });
  }
  return steps;
}

function takeLayers(operations: readonly Operation[], users: Users, buffers: Buffers, taken: Taken): void {
  for (const op of operations) {
    if (op.kind === 'conv2d') {
      const block = blockOf(op, convKind, users, buffers);
      const { activation, pool, poolGrad, gradients } = block;
      for (const member of membersOf(block)) if (member) taken.set(member, null);
      taken.set(op, {
        kind: 'convForward',
        operation: op,
        activation,
        pool,
        notesWinners: poolGrad !== null,
      });
      const first = firstOf(operations, gradients);
      if (!first) continue;
      const pooling = pool && poolGrad && { pool, grad: poolGrad };
      taken.set(first, convBackward(gradients, first, op, { ...block, pooling }));
    } else if (op.kind === 'dense') {
      const block = blockOf(op, denseKind, users, buffers);
      const { activation, gradients } = block;
      for (const member of membersOf(block)) if (member) taken.set(member, null);
      taken.set(op, { kind: 'denseForward', operation: op, activation });
      const first = firstOf(operations, gradients);
      if (first) taken.set(first, denseBackward(gradients, first, block));
    }
  }
}

/** Gradients whose forward pass is in another program. */
function takeLoneGradients(operations: readonly Operation[], users: Users, taken: Taken): void {
  const take = (op: Operation, gradients: Gradients<Operation, Operation>, step: Step) => {
    for (const member of Object.values(gradients)) if (member) taken.set(member, null);
    taken.set(op, step);
  };
  for (const op of operations) {
    if (taken.has(op)) continue;
    if (op.kind === 'conv2dKernelGrad' || op.kind === 'conv2dInputGrad') {
      const gradients = untaken(gradientsOf(users, op.outputGrad, convKind), taken);
      take(op, gradients, convBackward(gradients, op, gradients.kernelGrad ?? op, null));
    } else if (op.kind === 'denseKernelGrad' || op.kind === 'denseInputGrad') {
      const gradients = untaken(gradientsOf(users, op.outputGrad, denseKind), taken);
      take(op, gradients, denseBackward(gradients, op, null));
    }
  }
}

function untaken<K extends Operation, I extends Operation>(
  { kernelGrad, inputGrad, biasGrad }: Gradients<K, I>,
  taken: Taken,
): Gradients<K, I> {
  const free = <T extends Operation>(op: T | null): T | null => (op && taken.has(op) ? null : op);
  return { kernelGrad: free(kernelGrad), inputGrad: free(inputGrad), biasGrad: free(biasGrad) };
}

type AnyGradient = Conv2dKernelGrad | Conv2dInputGrad | DenseKernelGrad | DenseInputGrad | BiasGrad;

/** The first in the program of a layer's gradients: their step takes its place. */
function firstOf<K extends AnyGradient, I extends AnyGradient>(
  operations: readonly Operation[],
  { kernelGrad, inputGrad, biasGrad }: Gradients<K, I>,
): AnyGradient | null {
  const members = [kernelGrad, inputGrad, biasGrad].filter((op) => op !== null);
  const first = operations.find((op) => members.some((member) => member === op));
  return members.find((member) => member === first) ?? null;
}

function convBackward(
  gradients: Gradients<Conv2dKernelGrad, Conv2dInputGrad>,
  first: AnyGradient,
  convolution: ConvBackwardStep['convolution'],
  fused: Pick<ConvBackwardStep, 'activationGrad' | 'pooling'> | null,
): ConvBackwardStep {
  const { activationGrad = null, pooling = null } = fused ?? {};
  const outputGrad = (pooling?.grad ?? activationGrad ?? first).outputGrad;
  const kernel = convolution.kind === 'conv2d' ? convolution.kernel : gradients.inputGrad?.kernel;
  const name = layerName(kernel, gradients, outputGrad);
  return { kind: 'convBackward', name, outputGrad, convolution, activationGrad, pooling, gradients };
}

function denseBackward(
  gradients: Gradients<DenseKernelGrad, DenseInputGrad>,
  first: AnyGradient,
  block: Pick<Block<{ readonly kernel: string }, unknown, unknown>, 'forward' | 'activationGrad'> | null,
): DenseBackwardStep {
  const activationGrad = block?.activationGrad ?? null;
  const outputGrad = (activationGrad ?? first).outputGrad;
  const name = layerName(block?.forward.kernel ?? gradients.inputGrad?.kernel, gradients, outputGrad);
  return { kind: 'denseBackward', name, outputGrad, activationGrad, gradients };
}

function layerName(
  kernel: string | undefined,
  { kernelGrad }: Gradients<{ readonly kernelGrad: string }, unknown>,
  outputGrad: string,
): string {
  return kernel?.replace(/\/kernel$/, '') ?? kernelGrad?.kernelGrad ?? outputGrad;
}

/** Operations of one optimizer step at most: its code has a call for each. */
const mostJoined = 128;

/** Neighboring optimizer operations with equal settings become one step. */
function pushOptimizer(steps: Step[], operation: OptimizerOperation): void {
  const last = steps.at(-1);
  const joins =
    last?.kind === 'optimizer' &&
    last.operations.length < mostJoined &&
    optimizerSettings(last.operations[0]) === optimizerSettings(operation);
  if (joins) steps[steps.length - 1] = { kind: 'optimizer', operations: [...last.operations, operation] };
  else steps.push({ kind: 'optimizer', operations: [operation] });
}
