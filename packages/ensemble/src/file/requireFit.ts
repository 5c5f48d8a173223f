import type { ModelStructure } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { EnsembleContent, TrainedMember } from './content.ts';
import { requireModest } from './limits.ts';

/**
 * Holds what a file says against the networks it says it is of, so that a wrong file is refused when it is loaded.
 * @param structures of each member's network, in the order of the members
 * @throws {EnsembleError} `wrong-content`, naming the member and the tensor
 */
export function requireFit(
  { classNames, members, combination }: EnsembleContent,
  structures: readonly ModelStructure[],
): void {
  const { method, weights } = combination;
  if (method === 'greedy' && weights?.length !== members.length) {
    throw misfit(`${weights?.length ?? 0} weights for ${members.length} members`);
  }
  const inputShape = String(structures[0]?.config.inputShape);
  for (const [at, member] of members.entries()) {
    const structure = structures[at];
    if (structure === undefined) continue;
    requireModest(structure);
    if (String(structure.config.inputShape) !== inputShape) {
      throw misfit(`member ${member.member} takes [${structure.config.inputShape}], others [${inputShape}]`);
    }
    requireMemberFit(member, structure, classNames.length);
  }
}

function requireMemberFit(
  { member, weights }: TrainedMember,
  structure: ModelStructure,
  classes: number,
): void {
  if (String(structure.outputShape) !== String([classes])) {
    throw misfit(`${classes} classes, but a network with an output of [${structure.outputShape}]`);
  }
  for (const { name, shape } of structure.weights) {
    const found = weights.get(name)?.shape;
    if (String(found) === String(shape)) continue;
    const what = found === undefined ? 'is missing' : `has shape [${found}]`;
    throw misfit(`${name} of member ${member} ${what}, expected shape [${shape}]`);
  }
  if (weights.size > structure.weights.length) {
    throw misfit(`member ${member} has ${weights.size} tensors, expected ${structure.weights.length}`);
  }
}

function misfit(what: string): EnsembleError {
  return new EnsembleError(
    'wrong-content',
    `an ensemble that does not fit its network: ${what}. Train it again`,
  );
}
