// Every augmentation that there is.

import { CoreError } from '../../errors.ts';
import { byType, createRegistry, type OptionsOf, type OwnType } from '../../registry.ts';
import type { ImageShape } from '../dataset.ts';
import type { AugmentationDefinition } from './augmentation.ts';
import { cutout } from './cutout.ts';
import { randomCrop } from './randomCrop.ts';
import { randomFlip } from './randomFlip.ts';
import { randomRotation } from './randomRotation.ts';
import { randomTranslation } from './randomTranslation.ts';
import { randomZoom } from './randomZoom.ts';

const definitions = [randomFlip, randomCrop, randomTranslation, randomRotation, randomZoom, cutout] as const;

/** An augmentation that comes with the package, as plain data. */
export type BuiltInAugmentationSpec = ReturnType<(typeof definitions)[number]['create']>;

/** An augmentation whose type `defineAugmentation` registered, as plain data. */
export interface OwnAugmentationSpec {
  readonly type: OwnType;
}

/** Any augmentation, as plain data. */
export type AugmentationSpec = BuiltInAugmentationSpec | OwnAugmentationSpec;

const augmentations = createRegistry<AugmentationDefinition<AugmentationSpec>>(
  'augmentation',
  'invalid-argument',
  byType<AugmentationDefinition<AugmentationSpec>>(definitions),
);

/** The `type` of every augmentation. */
export const augmentationTypes: readonly string[] = augmentations.names;

/**
 * Registers an augmentation: `fit` then takes what the factory makes.
 * @returns The factory that makes its specification from options.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 */
export function defineAugmentation<
  Spec extends { readonly type: string },
  Options extends object = OptionsOf<Spec>,
>(definition: AugmentationDefinition<Spec>): (options?: Options) => OwnAugmentationSpec {
  const { type }: AugmentationDefinition<{ readonly type: string }> = definition;
  // It is only ever given specifications of its own type.
  augmentations.add(
    type,
    definition as AugmentationDefinition<{
      readonly type: string;
    }> as AugmentationDefinition<AugmentationSpec>,
  );
  return (options) => augmentations.get(type).create(options ?? {}) as OwnAugmentationSpec;
}

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

/** @throws {CoreError} if there is no such augmentation. */
export function augmentationDefinition(type: string): AugmentationDefinition<AugmentationSpec> {
  return augmentations.get(type);
}

function wrong(what: string, expected: string, found: unknown): CoreError {
  return new CoreError(
    'invalid-argument',
    `${what}: expected ${expected}, found ${JSON.stringify(found) ?? String(found)}`,
  );
}
