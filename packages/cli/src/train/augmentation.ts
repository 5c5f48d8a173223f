// What is done to training images: in a configuration file a list of specifications, on the command line their names.

import {
  type AugmentationSpec,
  CoreError,
  Cutout,
  type ImageShape,
  RandomCrop,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  resolveAugmentation,
} from '@convoy/core';
import { usageError } from '../errors.ts';
import { requireOneOf } from '../options/choices.ts';

/** Of a strength that suits most images of 28 or 32 pixels; a configuration file can say others. */
const named = {
  flip: RandomFlip({ mode: 'horizontal', alternating: true }),
  crop: RandomCrop({ padding: 2, fill: 'reflect' }),
  translation: RandomTranslation({ pixels: 2 }),
  rotation: RandomRotation({ degrees: 10 }),
  zoom: RandomZoom({ factor: 0.1 }),
  cutout: Cutout({ size: 8 }),
} as const;

type AugmentationName = keyof typeof named;

export const augmentationNames = Object.keys(named) as AugmentationName[];

/**
 * @param given names with commas between them, `flip,crop`, or specifications from a file
 * @throws {CliError} of usage, naming what is unknown or wrong
 */
export function chosenAugmentation(
  given: string | readonly unknown[],
  imageShape: ImageShape,
): readonly AugmentationSpec[] {
  const specs = typeof given === 'string' ? given.split(',').map(specNamed) : given;
  try {
    return resolveAugmentation(specs, imageShape);
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw usageError('wrong value for augmentation', `${error.message}.`);
  }
}

function specNamed(name: string): AugmentationSpec {
  return named[requireOneOf('augmentation', name.trim(), augmentationNames)];
}
