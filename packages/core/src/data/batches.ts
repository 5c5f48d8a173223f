// Makes batches: gathers rows into one float array, which is written anew for every batch. Bytes are normalized through a
// table of 256 entries a channel, so a value costs one look-up; nothing is allocated for a full batch.

import { sizeOf } from '@convoy/kernels/internal';
import type { RowMaps } from './augmentation/augmenter.ts';
import { normalize } from './augmentation/copy.ts';
import { gather } from './augmentation/gather.ts';
import type { ImageShape, Normalization } from './dataset.ts';
import type { CheckedImages, Labels } from './rows.ts';

export interface Batch {
  /** `[rows, height, width, channels]` */
  readonly images: Float32Array;
  /** `[rows]` */
  readonly labels: Int32Array;
}

export class BatchMaker {
  readonly batchSize: number;
  readonly #size: number;
  readonly #channels: number;
  /** The float of byte b in channel c, at c · 256 + b. */
  readonly #table: Float32Array;
  /** Room for a full batch; made when first needed, for rows that are floats in order are used where they lie. */
  #room: Batch | null = null;
  /** The last batch of an epoch, when it is smaller: the beginning of the full one. */
  #partial: Batch | null = null;

  constructor(imageShape: ImageShape, normalization: Normalization, batchSize: number) {
    this.batchSize = batchSize;
    this.#size = sizeOf(imageShape);
    this.#channels = imageShape[2];
    this.#table = normalizationTable(normalization);
  }

  /**
   * `count` rows, from place `start` of `order` on (of the rows as they lie, if there is no order), each seen through its
   * map, if there are maps. With a `sample`, order and maps count its draws instead of the rows, so that a row that was
   * drawn twice is augmented in two ways. What is returned is overwritten by the next call.
   */
  make(
    images: CheckedImages,
    labels: Labels | null,
    order: Uint32Array | null,
    start: number,
    count: number,
    maps: RowMaps | null = null,
    sample: Uint32Array | null = null,
  ): Batch {
    const size = this.#size;
    if (
      images instanceof Float32Array &&
      labels === null &&
      order === null &&
      maps === null &&
      sample === null
    ) {
      return { images: images.subarray(start * size, (start + count) * size), labels: noLabels };
    }
    const batch = this.#ofSize(count);
    const source = { images, channels: this.#channels, table: this.#table };
    for (let place = 0; place < count; place++) {
      const draw = order === null ? start + place : (order[start + place] as number);
      const row = sample === null ? draw : (sample[draw] as number);
      if (maps !== null) gather(batch.images, place * size, source, row * size, maps(draw));
      else if (images instanceof Uint8Array) {
        normalize(batch.images, place * size, images, row * size, size, this.#channels, this.#table);
      } else batch.images.set(images.subarray(row * size, (row + 1) * size), place * size);
      if (labels !== null) batch.labels[place] = labels[row] as number;
    }
    return batch;
  }

  #ofSize(count: number): Batch {
    this.#room ??= {
      images: new Float32Array(this.batchSize * this.#size),
      labels: new Int32Array(this.batchSize),
    };
    if (count === this.batchSize) return this.#room;
    if (count !== this.#partial?.labels.length) {
      this.#partial = {
        images: this.#room.images.subarray(0, count * this.#size),
        labels: this.#room.labels.subarray(0, count),
      };
    }
    return this.#partial;
  }
}

const noLabels = new Int32Array(0);

function normalizationTable({ mean, standardDeviation }: Normalization): Float32Array {
  const table = new Float32Array(mean.length * 256);
  mean.forEach((channelMean, c) => {
    for (let byte = 0; byte < 256; byte++) {
      table[c * 256 + byte] = (byte / 255 - channelMean) / (standardDeviation[c] ?? 1);
    }
  });
  return table;
}
