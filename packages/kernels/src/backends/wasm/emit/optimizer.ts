// Optimizer steps, one pass over a parameter, its gradient and its state. Buffers end on whole vectors; the padding
// holds zeros and stays zero.

import type { OptimizerOperation } from '../../../operations.ts';
import { at, int, loadSplat, loadVector, type V128, v, zeros } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../plan/buffers.ts';
import type { Kernel } from '../plan/kernel.ts';

const stateOf = (op: OptimizerOperation): string[] => {
  switch (op.kind) {
    case 'sgd':
      return op.velocity ? [op.velocity] : [];
    case 'rmsprop':
      return [op.velocity];
    case 'adam':
      return [op.momentum, op.velocity];
    default:
      return op satisfies never;
  }
};

export function optimizerKernel(buffers: Buffers, op: OptimizerOperation): Kernel {
  const state = stateOf(op);
  const rates = op.kind === 'adam' ? [op.learningRate, op.alpha] : [op.learningRate];
  return {
    name: `${op.parameter} ${op.kind}`,
    scope: 'batch',
    reads: [op.parameter, op.gradient, ...rates, ...state],
    writes: [op.parameter, ...state],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      finish(w) {
        const [rate = zeros, alpha = rate] = rates.map(
          (name): V128 => w.let(loadSplat(at(place.whole(name)))),
        );
        const offset = w.let(int(0));
        const vectorAt = (name: string) => at(offset, place.whole(name));
        w.range(0, Math.ceil(buffers.size(op.parameter) / 4), () => {
          const g = w.let(loadVector(vectorAt(op.gradient)));
          const p = w.let(loadVector(vectorAt(op.parameter)));
          if (op.weightDecay > 0) {
            w.set(p, v.sub(p, v.mul(p, v.mul(rate, w.constant(op.weightDecay)))) as V128);
          }
          w.storeVector(vectorAt(op.parameter), writeStep(w, op, vectorAt, { g, p, rate, alpha }));
          w.advance(offset, 16);
        });
      },
    }),
  };
}

interface Operands {
  readonly g: V128;
  readonly p: V128;
  readonly rate: V128;
  readonly alpha: V128;
}

/** Updates the state and returns the parameter's new value. */
function writeStep(
  w: Writer,
  op: OptimizerOperation,
  vectorAt: (name: string) => ReturnType<typeof at>,
  { g, p, rate, alpha }: Operands,
): V128 {
  /** `old · decay + (1 − decay) · value`, stored. */
  const average = (name: string, decay: number, value: V128): V128 => {
    const kept = v.mul(loadVector(vectorAt(name)), w.constant(decay)) as V128;
    const next = w.let(v.add(kept, v.mul(value, w.constant(1 - decay)))) as V128;
    w.storeVector(vectorAt(name), next);
    return next;
  };
  switch (op.kind) {
    case 'sgd': {
      const step = w.let(v.mul(rate, g)) as V128;
      if (!op.velocity) return v.sub(p, step) as V128;
      const momentum = w.constant(op.momentum);
      const velocity = w.let(v.sub(v.mul(loadVector(vectorAt(op.velocity)), momentum), step)) as V128;
      w.storeVector(vectorAt(op.velocity), velocity);
      return v.add(p, op.nesterov ? v.sub(v.mul(velocity, momentum), step) : velocity) as V128;
    }
    case 'rmsprop': {
      const square = average(op.velocity, op.rho, v.mul(g, g) as V128);
      return v.sub(p, v.div(v.mul(rate, g), v.sqrt(v.add(square, w.constant(op.epsilon))))) as V128;
    }
    case 'adam': {
      const m = average(op.momentum, op.beta1, g);
      const square = average(op.velocity, op.beta2, v.mul(g, g) as V128);
      return v.sub(p, v.div(v.mul(alpha, m), v.add(v.sqrt(square), w.constant(op.epsilon)))) as V128;
    }
    default:
      return op satisfies never;
  }
}
