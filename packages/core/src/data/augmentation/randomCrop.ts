import { type AugmentationDefinition, readAugmentationOptions } from './augmentation.ts';
import { type Fill, fills } from './pixelMap.ts';

/** `RandomCrop` as plain data, every option explicit. */
export interface RandomCropSpec {
  readonly type: 'RandomCrop';
  readonly padding: number;
  readonly fill: Fill;
}

/** What `RandomCrop` is told. */
export interface RandomCropOptions {
  /** Pixels added on every side. With `reflect`, fewer than the image has. */
  readonly padding: number;
  /** What they are. @default 'reflect' */
  readonly fill?: Fill;
}

/**
 * Pads images on every side, and cuts the original size out again at a random place, each place equally likely.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * RandomCrop({ padding: 2, fill: 'reflect' });
 */
export function RandomCrop(options: RandomCropOptions): RandomCropSpec {
  return randomCrop.create(options);
}

export const randomCrop: AugmentationDefinition<RandomCropSpec> = {
  type: 'RandomCrop',

  create(options) {
    const read = readAugmentationOptions('RandomCrop', options, ['padding', 'fill']);
    return {
      type: 'RandomCrop',
      padding: read.positiveInteger('padding'),
      fill: read.oneOf('fill', fills, 'reflect'),
    };
  },

  requireFit(spec, [height, width]) {
    if (spec.fill === 'zeros' || spec.padding < Math.min(height, width)) return;
    const read = readAugmentationOptions('RandomCrop', spec, ['padding', 'fill']);
    throw read.error('padding', `fewer pixels than images of ${height} × ${width} have, to reflect them`);
  },

  draw({ padding, fill }, draws, map) {
    const places = 2 * padding + 1;
    const down = padding - draws.integer(places);
    map.shift(down, padding - draws.integer(places), fill);
  },
};
