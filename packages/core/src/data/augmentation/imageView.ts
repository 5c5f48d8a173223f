// One way to look at images, the same for all of them: mirrored or not, moved or not. Predictions of several views are
// averaged in test-time augmentation.

import { readOptions } from '../../layers/options.ts';
import type { ImageShape } from '../dataset.ts';
import type { RowMaps } from './augmenter.ts';
import { type Fill, fills, PixelMap } from './pixelMap.ts';

/** One way of looking at an image, for test-time augmentation. */
export interface ImageView {
  /** Whether left and right change places. */
  readonly flip: boolean;
  /** Whole pixels that the image moves, before it is mirrored. */
  readonly shift: readonly [down: number, right: number];
  /** What comes in where it moved away. */
  readonly fill: Fill;
}

/**
 * A view from plain data. What is left out is as it is: no flip, no shift, `reflect`.
 * @throws {CoreError} `invalid-argument` if an option is unknown or wrong, or images of this shape cannot be seen so.
 */
export function resolveImageView(data: object, imageShape: ImageShape, label = 'view'): ImageView {
  const read = readOptions(label, data, ['flip', 'shift', 'fill'], 'invalid-argument');
  const shift = read.value('shift') ?? [0, 0];
  if (!isShift(shift)) throw read.error('shift', 'whole pixels [down, right]');
  const fill = read.oneOf('fill', fills, 'reflect');
  const [height, width] = imageShape;
  if (fill === 'reflect' && (Math.abs(shift[0]) >= height || Math.abs(shift[1]) >= width)) {
    throw read.error('shift', `fewer pixels than images of ${height} × ${width} have, to reflect them`);
  }
  return { flip: read.boolean('flip', false), shift, fill };
}

/** Whether a view shows images as they are. */
export function isPlainView({ flip, shift: [down, right] }: ImageView): boolean {
  return !flip && down === 0 && right === 0;
}

/** Where the pixels of every image come from; null if they stay where they are. */
export function mapsOfView(view: ImageView, imageShape: ImageShape): RowMaps | null {
  if (isPlainView(view)) return null;
  const map = new PixelMap(imageShape);
  map.shift(...view.shift, view.fill);
  if (view.flip) map.flipHorizontally();
  return () => map;
}

function isShift(value: unknown): value is ImageView['shift'] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger);
}
