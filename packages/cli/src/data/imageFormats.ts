// What the images of each data set are like, known without reading it: a model's table needs no downloads.

import type { ImageShape } from '@convoy/core';

export interface ImageFormat {
  readonly imageShape: ImageShape;
  readonly classes: number;
}

export const imageFormats: ReadonlyMap<string, ImageFormat> = new Map([
  ['mnist', { imageShape: [28, 28, 1], classes: 10 }],
  ['cifar10', { imageShape: [32, 32, 3], classes: 10 }],
  ['glyphs', { imageShape: [28, 28, 1], classes: 10 }],
]);
