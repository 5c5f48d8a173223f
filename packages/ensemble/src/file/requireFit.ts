import type { ModelStructure } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { EnsembleContent } from './content.ts';

/**
 * Holds what a file says against the network it says it is of, so that a wrong file is refused when it is loaded.
 * @throws {EnsembleError} `wrong-content`, naming the member and the tensor
 */
export function requireFit({ classNames, members }: EnsembleContent, structure: ModelStructure): void {
  if (String(structure.outputShape) !== String([classNames.length])) {
    throw misfit(`${classNames.length} classes, but a network with an output of [${structure.outputShape}]`);
  }
  for (const { member, weights } of members) {
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
}

function misfit(what: string): EnsembleError {
  return new EnsembleError(
    'wrong-content',
    `an ensemble that does not fit its network: ${what}. Train it again`,
  );
}
