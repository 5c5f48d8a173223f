// Optimizer steps: one kernel passes over all parameters that share an optimizer's settings, each with its gradient and
// state. Buffers end on whole vectors; the padding holds zeros and stays zero.

import type { OptimizerOperation } from '../../../operations.ts';
import { type Address, at, loadSplat, loadVector, type V128, v, zeros } from '../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';

/** The buffers of an optimizer's state for one parameter, in the order of the step function's parameters. */
function stateOf(op: OptimizerOperation): string[] {
  switch (op.kind) {
    case 'sgd':
      return op.velocity ? [op.velocity] : [];
    case 'rmsprop':
      return [op.velocity];
    case 'adam':
      return [op.momentum, op.velocity];
    case 'adadelta':
      return [op.velocity, op.stepVelocity];
    default:
      return op satisfies never;
  }
}

const ratesOf = (op: OptimizerOperation): string[] =>
  op.kind === 'adam' ? [op.learningRate, op.alpha] : [op.learningRate];

/** Operations with equal settings can share one kernel. */
export function optimizerSettings(op: OptimizerOperation): string {
  const own = new Set([op.parameter, op.gradient, ...stateOf(op)]);
  return JSON.stringify(Object.entries(op).filter(([, value]) => !own.has(value)));
}

/** `ops` have equal settings. */
export function optimizerKernel(
  context: ModuleContext,
  buffers: Buffers,
  ops: readonly [OptimizerOperation, ...OptimizerOperation[]],
): Kernel {
  const rates = ratesOf(ops[0]);
  return {
    name: `${ops[0].kind}, ${ops.length} parameters`,
    scope: 'batch',
    reads: [...rates, ...ops.flatMap((op) => [op.parameter, op.gradient, ...stateOf(op)])],
    writes: ops.flatMap((op) => [op.parameter, ...stateOf(op)]),
    reduces: [],
    scratch: [],
    emit(place) {
      const step = defineStep(
        context,
        ops[0],
        rates.map((name) => place.whole(name)),
      );
      return {
        finish(w) {
          for (const op of ops) {
            const [first = 0, second = 0] = stateOf(op).map((name) => place.whole(name));
            const vectors = Math.ceil(buffers.size(op.parameter) / 4);
            w.call(step, place.whole(op.parameter), place.whole(op.gradient), first, second, vectors);
          }
        },
      };
    },
  };
}

/** A function of the addresses of a parameter, its gradient and its state, and of how many vectors they hold. */
function defineStep(context: ModuleContext, op: OptimizerOperation, rates: readonly number[]): Func {
  return Writer.define(context, 5, (w, parameter, gradient, first, second, vectors) => {
    const [rate = zeros, alpha = rate] = rates.map((address): V128 => w.let(loadSplat(at(address))));
    const [p, g, ...state] = [parameter, gradient, first, second].map((start) => w.let(start));
    if (!p || !g) throw new Error('a step without its parameter');
    w.range(0, vectors, () => {
      const value = w.let(loadVector(at(p)));
      if (op.weightDecay > 0) {
        w.set(value, v.sub(value, v.mul(value, v.mul(rate, w.constant(op.weightDecay)))) as V128);
      }
      const places = state.map((pointer) => at(pointer));
      w.storeVector(
        at(p),
        writeUpdate(w, op, places, { p: value, g: w.let(loadVector(at(g))), rate, alpha }),
      );
      for (const pointer of [p, g, ...state]) w.advance(pointer, 16);
    });
  });
}

interface Operands {
  readonly p: V128;
  readonly g: V128;
  readonly rate: V128;
  readonly alpha: V128;
}

/** Updates the state and returns the parameter's new value. */
function writeUpdate(
  w: Writer,
  op: OptimizerOperation,
  [first = at(0), second = at(0)]: readonly Address[],
  { p, g, rate, alpha }: Operands,
): V128 {
  /** `old · decay + (1 − decay) · value`, stored. */
  const average = (state: Address, decay: number, value: V128): V128 => {
    const kept = v.mul(loadVector(state), w.constant(decay)) as V128;
    const next = w.let(v.add(kept, v.mul(value, w.constant(1 - decay)))) as V128;
    w.storeVector(state, next);
    return next;
  };
  switch (op.kind) {
    case 'sgd': {
      const step = w.let(v.mul(rate, g)) as V128;
      if (!op.velocity) return v.sub(p, step) as V128;
      const momentum = w.constant(op.momentum);
      const velocity = w.let(v.sub(v.mul(loadVector(first), momentum), step)) as V128;
      w.storeVector(first, velocity);
      return v.add(p, op.nesterov ? v.sub(v.mul(velocity, momentum), step) : velocity) as V128;
    }
    case 'rmsprop': {
      const square = average(first, op.rho, v.mul(g, g) as V128);
      return v.sub(p, v.div(v.mul(rate, g), v.sqrt(v.add(square, w.constant(op.epsilon))))) as V128;
    }
    case 'adam': {
      const m = average(first, op.beta1, g);
      const square = average(second, op.beta2, v.mul(g, g) as V128);
      return v.sub(p, v.div(v.mul(alpha, m), v.add(v.sqrt(square), w.constant(op.epsilon)))) as V128;
    }
    case 'adadelta': {
      const epsilon = w.constant(op.epsilon);
      const square = average(first, op.rho, v.mul(g, g) as V128);
      const root = (x: V128) => v.sqrt(v.add(x, epsilon)) as V128;
      const step = w.let(v.div(v.mul(g, root(loadVector(second))), root(square))) as V128;
      average(second, op.rho, v.mul(step, step) as V128);
      return v.sub(p, v.mul(rate, step)) as V128;
    }
    default:
      return op satisfies never;
  }
}
