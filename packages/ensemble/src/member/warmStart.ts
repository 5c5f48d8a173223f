// What a network takes over from weights that were trained before: whole layers, by their names and shapes.

import type { ModelStructure, Tensor, Weights } from '@convoy/core';

/** The layers with weights, and whether the weights given have all of theirs, in their shapes. */
export function layersTaken({ layers }: ModelStructure, given: Weights): ReadonlyMap<string, boolean> {
  const withWeights = layers.filter(({ weights }) => weights.length > 0);
  return new Map(
    withWeights.map(({ name, weights }) => [
      name,
      weights.every((weight) => String(given.get(weight.name)?.shape) === String(weight.shape)),
    ]),
  );
}

/** The weights of a network that begins with those of some of its layers: the others keep their initialization. */
export function warmStart(structure: ModelStructure, given: Weights, initial: Weights): Weights {
  const taken = layersTaken(structure, given);
  const entries = structure.layers.flatMap(({ name, weights }) =>
    weights.flatMap((weight): [string, Tensor][] => {
      const tensor = (taken.get(name) ? given : initial).get(weight.name);
      return tensor === undefined ? [] : [[weight.name, tensor]];
    }),
  );
  return new Map(entries);
}
