import { type AugmentationDefinition, readAugmentationOptions } from './augmentation.ts';

/** `RandomRotation` as plain data, every option explicit. */
export interface RandomRotationSpec {
  readonly type: 'RandomRotation';
  readonly degrees: number;
}

/** What `RandomRotation` is told. */
export interface RandomRotationOptions {
  /** The largest angle, either way. */
  readonly degrees: number;
}

/**
 * Turns images about their centre; black comes in at the corners.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * RandomRotation({ degrees: 15 });
 */
export function RandomRotation(options: RandomRotationOptions): RandomRotationSpec {
  return randomRotation.create(options);
}

export const randomRotation: AugmentationDefinition<RandomRotationSpec> = {
  type: 'RandomRotation',

  create(options) {
    const read = readAugmentationOptions('RandomRotation', options, ['degrees']);
    const degrees = read.number('degrees', 'a number above 0, up to 180', (d) => d > 0 && d <= 180);
    return { type: 'RandomRotation', degrees };
  },

  draw({ degrees }, draws, map) {
    map.angle += (draws.between(-degrees, degrees) * Math.PI) / 180;
  },
};
