// The last part of a training step: the update of each trainable parameter, after every gradient is written.

import { CoreError } from '../errors.ts';
import type { GraphWriter } from '../layers/graphWriter.ts';
import { type OptimizerSpec, optimizerDefinition } from '../optimizers/list.ts';
import { groupOf, scalarName } from '../optimizers/parameterGroups.ts';
import { lowerClipping } from './lowerClipping.ts';
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
  requireMembers(optimizer, trainable, config.name);
  const names = trainable.map(({ name }) => name);
  const gradientFor = lowerClipping(graph, optimizer, names);
  const plain = { batched: false, type: 'float32' } as const;
  const updates = trainable.map(({ name: parameter, shape }) => {
    const group = groupOf(optimizer.groups, parameter);
    const weightDecay = optimizer.groups[group]?.weightDecay ?? optimizer.weightDecay;
    return update(
      { ...optimizer, weightDecay },
      {
        parameter,
        gradient: gradientFor(parameter),
        state: (name) => graph.declare({ ...plain, name: `${parameter}/${name}`, role: 'state', shape }),
        temporary: (name) => graph.total(`${parameter}/${name}`, shape),
        total: (name) => graph.total(`${parameter}/${name}`, []),
        scalar: (name) =>
          graph.declare({ ...plain, name: scalarName(name, group), role: 'input', shape: [] }),
      },
    );
  });
  // Neighbors of one kind share a kernel, so operations are emitted kind by kind.
  const longest = Math.max(...updates.map((operations) => operations.length));
  for (let i = 0; i < longest; i++) {
    for (const operation of updates.flatMap((operations) => operations[i] ?? [])) graph.emit(operation);
  }
}

/** A group that names nothing is a typing error, which would otherwise train another network than was meant. */
function requireMembers(
  { type, groups }: OptimizerSpec,
  trainable: readonly { readonly name: string }[],
  model: string,
): void {
  const used = new Set(trainable.map(({ name }) => groupOf(groups, name)));
  groups.forEach(({ parameters }, i) => {
    if (used.has(i)) return;
    const names = trainable.map(({ name }) => name).join(', ');
    throw new CoreError(
      'invalid-argument',
      `${type}: group ${i + 1}: ${parameters} names no parameter of model ${model} that is not in a group before. ` +
        `There are: ${names}`,
    );
  });
}
