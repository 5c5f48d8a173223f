import { type AugmentationDefinition, readAugmentationOptions } from './augmentation.ts';

/** `RandomZoom` as plain data, every option explicit. */
export interface RandomZoomSpec {
  readonly type: 'RandomZoom';
  readonly factor: number;
}

/** What `RandomZoom` is told. */
export interface RandomZoomOptions {
  /** Sizes are drawn between 1 − factor and 1 + factor; from above 0 up to, not including, 1. */
  readonly factor: number;
}

/**
 * Makes what images show larger or smaller about their centre; black comes in where it is smaller.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * RandomZoom({ factor: 0.15 });
 */
export function RandomZoom(options: RandomZoomOptions): RandomZoomSpec {
  return randomZoom.create(options);
}

export const randomZoom: AugmentationDefinition<RandomZoomSpec> = {
  type: 'RandomZoom',

  create(options) {
    const read = readAugmentationOptions('RandomZoom', options, ['factor']);
    const factor = read.number('factor', 'a number above 0 and below 1', (f) => f > 0 && f < 1);
    return { type: 'RandomZoom', factor };
  },

  draw({ factor }, draws, map) {
    map.zoom *= draws.between(1 - factor, 1 + factor);
  },
};
