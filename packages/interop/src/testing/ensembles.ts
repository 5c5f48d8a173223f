// Ensembles for tests: any network with random weights, moving statistics included, and no training.

import {
  createGenerator,
  deriveSeed,
  type Generator,
  type SequentialConfig,
  structureOf,
  type Tensor,
  type Weights,
} from '@convoy/core';
import type { Combination, EnsembleContent } from '@convoy/ensemble';
import { Ensemble } from '@convoy/ensemble/node';

/** Values that keep activations of the size of their input, whatever the layer. */
function randomWeights(model: SequentialConfig, random: Generator): Weights {
  return new Map(
    structureOf(model).weights.map(({ name, shape }): [string, Tensor] => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      const fan = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
      const spread = Math.sqrt(3 / fan);
      const draw = () =>
        name.endsWith('movingVariance') ? 0.5 + random.uniform() : (2 * random.uniform() - 1) * spread;
      return [name, { shape, data: Float32Array.from({ length: size }, draw) }];
    }),
  );
}

/** One member per network; several may be the same. */
export function contentOf(
  models: readonly [SequentialConfig, ...SequentialConfig[]],
  combination: Combination = { method: 'mean' },
  seed = 1,
): EnsembleContent {
  const random = createGenerator(deriveSeed(seed, 'weights'));
  const classes = structureOf(models[0]).outputShape[0] ?? 1;
  return {
    model: models[0],
    classNames: Array.from({ length: classes }, (_, label) => `class ${label}`),
    dataset: { name: 'random', sha256: '0'.repeat(64) },
    combination,
    members: models.map((model, member) => ({
      member,
      seed: deriveSeed(seed, 'member', String(member)),
      epochs: 0,
      accuracy: 0,
      nll: 0,
      model,
      weights: randomWeights(model, random),
    })),
  };
}

export function ensembleOf(...given: Parameters<typeof contentOf>): Ensemble {
  return new Ensemble(contentOf(...given));
}

/** Images of random pixels. */
export function randomPixels(ensemble: Ensemble, count: number, seed = 1): Uint8Array {
  const random = createGenerator(deriveSeed(seed, 'pixels'));
  const size = ensemble.imageShape.reduce((product, extent) => product * extent, count);
  return Uint8Array.from({ length: size }, () => random.integer(256));
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(Number(a[i]) - Number(b[i]));
    // NaN differs from everything.
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
