// Which pixel of the original each pixel of an image comes from. Flips and shifts treat rows and columns apart, so two
// short lists say it all, however many of them are combined; a batch is gathered through them with no pass of its own.
//
// Whatever the order of the list of augmentations, pixels are interpolated once at most: first come flips and crops, one
// after the other, then the turn and zoom about the centre, then the translation, and last of all what is erased.

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
  /** `[height]`: the row of the original that each row comes from, or `outside`. */
  readonly rows: Int32Array;
  /** `[width]`, likewise. */
  readonly columns: Int32Array;
  /** Anticlockwise, in radians. */
  angle = 0;
  /** 2 shows everything twice as large. */
  zoom = 1;
  /** Whole pixels that the image moves after it was turned, with black behind it. */
  down = 0;
  right = 0;
  /** Top, left, bottom and right of each square that becomes 0; bottom and right are the first that stay. */
  readonly erased: number[] = [];
  readonly #scratch: Int32Array;
  #inOrder = false;
  #canvas: Float32Array | null = null;

  constructor([height, width]: ImageShape) {
    this.rows = new Int32Array(height);
    this.columns = new Int32Array(width);
    this.#scratch = new Int32Array(Math.max(height, width));
    this.reset();
  }

  /** The image as it is. */
  reset(): void {
    if (!this.#inOrder) {
      for (let y = 0; y < this.rows.length; y++) this.rows[y] = y;
      for (let x = 0; x < this.columns.length; x++) this.columns[x] = x;
      this.#inOrder = true;
    }
    this.angle = 0;
    this.zoom = 1;
    this.down = 0;
    this.right = 0;
    this.erased.length = 0;
  }

  /** Left becomes right. */
  flipHorizontally(): void {
    this.columns.reverse();
    this.#inOrder = false;
  }

  /** Top becomes bottom. */
  flipVertically(): void {
    this.rows.reverse();
    this.#inOrder = false;
  }

  /** Moves the image down and right by whole pixels; with `reflect`, by less than its height and width. */
  shift(down: number, right: number, fill: Fill): void {
    this.#shift(this.rows, down, fill);
    this.#shift(this.columns, right, fill);
  }

  /** Sets a square to 0 of the network's input; what of it is outside is left off. */
  erase(top: number, left: number, size: number): void {
    const bottom = Math.min(top + size, this.rows.length);
    const right = Math.min(left + size, this.columns.length);
    this.erased.push(Math.max(top, 0), Math.max(left, 0), bottom, right);
  }

  /** Whether rows and columns are where they were: nothing was flipped or shifted. */
  get isInOrder(): boolean {
    return this.#inOrder;
  }

  /** Whether pixels fall between pixels. */
  get isWarped(): boolean {
    return this.angle !== 0 || this.zoom !== 1;
  }

  /** Room for so many floats, the same at each call: a warp lays the original out in it. */
  canvas(size: number): Float32Array {
    if (this.#canvas?.length !== size) this.#canvas = new Float32Array(size);
    return this.#canvas;
  }

  /** To be called when everything is drawn: what whole pixels can do needs no interpolation. */
  settle(): void {
    if (this.isWarped) return;
    this.shift(this.down, this.right, 'zeros');
    this.down = 0;
    this.right = 0;
  }

  #shift(map: Int32Array, distance: number, fill: Fill): void {
    if (distance === 0) return;
    this.#inOrder = false;
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
