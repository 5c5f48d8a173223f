// Every augmentation that there is.

import { CoreError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import type { ImageShape } from '../dataset.ts';
import type { AugmentationDefinition } from './augmentation.ts';
import { cutout } from './cutout.ts';
import { randomCrop } from './randomCrop.ts';
import { randomFlip } from './randomFlip.ts';
import { randomRotation } from './randomRotation.ts';
import { randomTranslation } from './randomTranslation.ts';
import { randomZoom } from './randomZoom.ts';

const definitions = [randomFlip, randomCrop, randomTranslation, randomRotation, randomZoom, cutout] as const;

/** Any augmentation, as plain data. */
export type AugmentationSpec = ReturnType<(typeof definitions)[number]['create']>;

/** The `type` of every augmentation. */
export const augmentationTypes: readonly string[] = definitions.map(({ type }) => type);

/**
 * Augmentations from plain data, which may come from a file, with every default explicit.
 * @throws {CoreError} `invalid-argument` if it is no list of augmentations, or one does not fit the images.
 */
export function resolveAugmentation(data: unknown, imageShape: ImageShape): readonly AugmentationSpec[] {
  if (!Array.isArray(data)) throw wrong('augmentation', 'a list of augmentations', data);
  return data.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || !('type' in item) || typeof item.type !== 'string') {
      throw wrong(`augmentation[${index}]`, 'an augmentation, such as { "type": "RandomFlip" }', item);
    }
    const definition = augmentationDefinition(item.type);
    const spec = definition.create(item);
    definition.requireFit?.(spec, imageShape);
    return spec;
  });
}

export function augmentationDefinition(type: string): AugmentationDefinition<AugmentationSpec> {
  const definition = definitions.find((candidate) => candidate.type === type);
  if (definition === undefined) {
    throw new CoreError(
      'invalid-argument',
      `unknown augmentation: ${type}. ${suggestion(type, augmentationTypes)}`,
    );
  }
  // It is only ever given specifications of its own type, which TypeScript cannot carry through the search.
  return definition as unknown as AugmentationDefinition<AugmentationSpec>;
}

function wrong(what: string, expected: string, found: unknown): CoreError {
  return new CoreError(
    'invalid-argument',
    `${what}: expected ${expected}, found ${JSON.stringify(found) ?? String(found)}`,
  );
}
