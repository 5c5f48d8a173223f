import type { Tensor } from '@convoy/core';
import { encodeContainer } from '@convoy/core/internal';
import type { EnsembleContent } from './content.ts';

export const ENSEMBLE_KIND = 'ensemble';
/** 2 is 1 with other combinations than the plain mean, and members with networks of their own. */
export const ENSEMBLE_VERSION = 2;

/**
 * The bytes of an `ensemble.convoy` file; a member's `weights.convoy` is the same file with one member. Tensors are
 * named `members/<number>/<parameter>`. Equal content gives equal bytes.
 */
export function encodeEnsemble(content: EnsembleContent): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const { member, weights } of content.members) {
    for (const [name, tensor] of weights) tensors.set(`${memberPrefix(member)}${name}`, tensor);
  }
  const header = { ...content, members: content.members.map(({ weights: _, ...metadata }) => metadata) };
  return encodeContainer({ kind: ENSEMBLE_KIND, version: versionOf(content), header, tensors });
}

/** The first version that can say all of it, so that older Convoys read what they can and refuse what they cannot. */
function versionOf({ combination, members }: EnsembleContent): number {
  const isPlainMean = combination.method === 'mean' && combination.temperature === undefined;
  return isPlainMean && members.every(({ model }) => model === undefined) ? 1 : ENSEMBLE_VERSION;
}

export function memberPrefix(member: number): string {
  return `members/${member}/`;
}
