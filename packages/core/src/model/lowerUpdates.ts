// The last part of a training step: one update for each trainable parameter, after every gradient is written.

import { CoreError } from '../errors.ts';
import { type OptimizerSpec, optimizerDefinition } from '../training/optimizers/list.ts';
import type { GraphWriter } from './graphWriter.ts';
import type { ModelStructure } from './structure.ts';

/** @throws {CoreError} if the model has nothing to train. */
export function lowerUpdates(
  graph: GraphWriter,
  { config, weights }: ModelStructure,
  optimizer: OptimizerSpec,
): void {
  const trainable = weights.filter((weight) => weight.trainable);
  if (trainable.length === 0) {
    throw new CoreError('invalid-argument', `model ${config.name}: none of its layers has anything to train`);
  }
  const { update } = optimizerDefinition(optimizer.type);
  const plain = { batched: false, type: 'float32' } as const;
  for (const { name: parameter, shape } of trainable) {
    const operation = update(optimizer, {
      parameter,
      gradient: graph.gradientOf(parameter),
      state: (name) => graph.declare({ ...plain, name: `${parameter}/${name}`, role: 'state', shape }),
      scalar: (name) => graph.declare({ ...plain, name, role: 'input', shape: [] }),
    });
    graph.emit(operation);
  }
}
