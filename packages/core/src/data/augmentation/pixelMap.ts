// Which pixel of the original each pixel of an image comes from. Flips and shifts treat rows and columns apart, so two
// short lists say it all, however many of them are combined; a batch is gathered through them with no pass of its own.

import type { ImageShape } from '../dataset.ts';

/**
 * What lies beyond the border: the image mirrored there without repeating the edge (NumPy's and PyTorch's `reflect`), or
 * zeros: black pixels, before normalization.
 */
export type Fill = 'reflect' | 'zeros';

export const fills = ['reflect', 'zeros'] as const satisfies readonly Fill[];

/** In place of an index: a pixel that lies outside. */
export const outside = -1;

/** Written anew for every image. */
export class PixelMap {
  /** `[height]`: the row of the original that each row comes from, or {@link outside}. */
  readonly rows: Int32Array;
  /** `[width]`, likewise. */
  readonly columns: Int32Array;
  readonly #scratch: Int32Array;

  constructor([height, width]: ImageShape) {
    this.rows = new Int32Array(height);
    this.columns = new Int32Array(width);
    this.#scratch = new Int32Array(Math.max(height, width));
    this.reset();
  }

  /** The image as it is. */
  reset(): void {
    for (let y = 0; y < this.rows.length; y++) this.rows[y] = y;
    for (let x = 0; x < this.columns.length; x++) this.columns[x] = x;
  }

  /** Left becomes right. */
  flipHorizontally(): void {
    this.columns.reverse();
  }

  /** Top becomes bottom. */
  flipVertically(): void {
    this.rows.reverse();
  }

  /** Moves the image down and right by whole pixels; with `reflect`, by less than its height and width. */
  shift(down: number, right: number, fill: Fill): void {
    this.#shift(this.rows, down, fill);
    this.#shift(this.columns, right, fill);
  }

  #shift(map: Int32Array, distance: number, fill: Fill): void {
    if (distance === 0) return;
    const before = this.#scratch;
    before.set(map);
    const last = map.length - 1;
    for (let i = 0; i <= last; i++) {
      const from = i - distance;
      if (from >= 0 && from <= last) map[i] = before[from] as number;
      else if (fill === 'zeros') map[i] = outside;
      else map[i] = before[from < 0 ? -from : 2 * last - from] as number;
    }
  }
}
