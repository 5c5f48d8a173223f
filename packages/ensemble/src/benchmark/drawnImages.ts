// Images for benchmarks of networks of any input: drawn characters on a black ground, in the middle of the picture and
// alike in every channel. Strokes and emptiness are what real images of digits have, and what sparse kernels live on.

import { type Dataset, glyphs, type ImageShape, type Split } from '@convoy/core';

/** What a benchmark needs of a data set. */
export type BenchmarkImages = Pick<Dataset, 'imageShape' | 'classNames' | 'train'>;

export function drawnImages(imageShape: ImageShape, count: number): BenchmarkImages {
  const { train, imageShape: drawn, classNames } = glyphs({ trainCount: count, testCount: 1 });
  return { imageShape, classNames, train: placed(train, drawn, imageShape) };
}

/** Cuts off what is beyond the edges where the picture is smaller than the drawing. */
function placed(
  split: Split,
  [drawnHeight, drawnWidth]: ImageShape,
  [height, width, channels]: ImageShape,
): Split {
  const images = new Uint8Array(new SharedArrayBuffer(split.count * height * width * channels));
  const top = Math.floor((height - drawnHeight) / 2);
  const left = Math.floor((width - drawnWidth) / 2);
  for (let n = 0; n < split.count; n++) {
    for (let y = Math.max(0, -top); y < drawnHeight && y + top < height; y++) {
      for (let x = Math.max(0, -left); x < drawnWidth && x + left < width; x++) {
        const byte = split.images[(n * drawnHeight + y) * drawnWidth + x] as number;
        const at = ((n * height + y + top) * width + x + left) * channels;
        images.fill(byte, at, at + channels);
      }
    }
  }
  return { ...split, images };
}
