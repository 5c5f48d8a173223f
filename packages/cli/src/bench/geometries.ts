// Geometries by the names that people type: their words, without the signs between them.

import { suggestion } from '@convoy/core/internal';
import { type KernelGeometry, kernelGeometries } from '@convoy/ensemble/internal';
import { usageError } from '../errors.ts';

/**
 * Those whose names begin with the words of one of `names`, in their own order: `lecture` is all three of its layers,
 * `cifar-64` is `cifar 64→64 at 32×32`.
 * @throws {CliError} of usage if a name is none's
 */
export function chooseGeometries(names: readonly string[]): readonly KernelGeometry[] {
  const chosen = names.map((name) => {
    const words = wordsOf(name);
    const found = kernelGeometries.filter((geometry) => {
      const own = wordsOf(geometry.name);
      return words.length > 0 && words.every((word, i) => word === own[i]);
    });
    if (found.length > 0) return found;
    throw usageError(
      `unknown geometry: ${name}`,
      suggestion(
        name,
        kernelGeometries.map((geometry) => geometry.name),
      ),
    );
  });
  return kernelGeometries.filter((geometry) => chosen.some((found) => found.includes(geometry)));
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
