import type { Pair } from '../../layers/options.ts';
import { type AugmentationDefinition, readAugmentationOptions } from './augmentation.ts';

/** `RandomTranslation` as plain data, every option explicit. */
export interface RandomTranslationSpec {
  readonly type: 'RandomTranslation';
  readonly pixels: Pair;
}

/** What `RandomTranslation` is told. */
export interface RandomTranslationOptions {
  /** The farthest that an image moves, up and down, left and right; a pair where they differ. */
  readonly pixels: number | Pair;
}

/**
 * Moves images by whole pixels, each distance equally likely; black comes in behind them. For digits: they have a
 * background. Photographs are better served by `RandomCrop` with `reflect`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * RandomTranslation({ pixels: 2 });
 */
export function RandomTranslation(options: RandomTranslationOptions): RandomTranslationSpec {
  return randomTranslation.create(options);
}

export const randomTranslation: AugmentationDefinition<RandomTranslationSpec> = {
  type: 'RandomTranslation',

  create(options) {
    const read = readAugmentationOptions('RandomTranslation', options, ['pixels']);
    return { type: 'RandomTranslation', pixels: read.pair('pixels') };
  },

  draw({ pixels: [height, width] }, draws, map) {
    map.down += draws.integer(2 * height + 1) - height;
    map.right += draws.integer(2 * width + 1) - width;
  },
};
