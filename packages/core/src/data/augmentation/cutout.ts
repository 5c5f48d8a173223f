import { type AugmentationDefinition, readAugmentationOptions } from './augmentation.ts';

/** `Cutout` as plain data, every option explicit. */
export interface CutoutSpec {
  readonly type: 'Cutout';
  readonly size: number;
}

/** What `Cutout` is told. */
export interface CutoutOptions {
  /** The side of the square, in pixels. */
  readonly size: number;
}

/**
 * Blanks a square of every image, centred at any pixel with equal chance: at the border less than all of it is inside.
 * It becomes 0 of the network's input, which is the mean colour where the normalization takes the mean off. After
 * T. DeVries and G. Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", arXiv 1708.04552
 * (2017); Keras's `RandomErasing` does the like.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Cutout({ size: 12 });
 */
export function Cutout(options: CutoutOptions): CutoutSpec {
  return cutout.create(options);
}

export const cutout: AugmentationDefinition<CutoutSpec> = {
  type: 'Cutout',

  create(options) {
    const read = readAugmentationOptions('Cutout', options, ['size']);
    return { type: 'Cutout', size: read.positiveInteger('size') };
  },

  draw({ size }, draws, map) {
    const half = size >> 1;
    const top = draws.integer(map.rows.length) - half;
    const left = draws.integer(map.columns.length) - half;
    map.erase(top, left, size);
  },
};
