// Layers whose weights stay as they are: `freeze` sets `trainable: false` in the networks, which run.json then shows.

import { type SequentialConfig, structureOf } from '@convoy/core';
import { EnsembleError } from '../errors.ts';

/**
 * The networks, with the named layers frozen wherever they have them.
 * @throws {EnsembleError} `invalid-option` if no network has a layer of a name that can be frozen
 */
export function freezeLayers(
  models: readonly SequentialConfig[],
  names: readonly string[],
): readonly SequentialConfig[] {
  const structures = models.map(structureOf);
  const known = new Set(
    structures.flatMap(({ layers }) =>
      layers.filter(({ spec }) => 'trainable' in spec).map(({ name }) => name),
    ),
  );
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new EnsembleError(
      'invalid-option',
      `freeze: expected names of layers that can be frozen, ${[...known].join(', ')}, got ${unknown}`,
    );
  }
  return structures.map(({ config }) => ({
    ...config,
    layers: config.layers.map((layer) =>
      names.includes(layer.name) ? { ...layer, trainable: false } : layer,
    ),
  }));
}
