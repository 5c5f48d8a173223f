import { encodeContainer, type Tensor } from '@convoy/core';
import type { EnsembleContent } from './content.ts';

export const ENSEMBLE_KIND = 'ensemble';
export const ENSEMBLE_VERSION = 1;

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
  return encodeContainer({ kind: ENSEMBLE_KIND, version: ENSEMBLE_VERSION, header, tensors });
}

export function memberPrefix(member: number): string {
  return `members/${member}/`;
}
