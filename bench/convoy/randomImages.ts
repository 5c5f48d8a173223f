// Random images with random labels, as every peer gets them: speed does not depend on what there is to learn.

import { createGenerator, type Dataset, deriveSeed, type ImageShape, type Split } from '@convoy/core';

const classes = 10;

export function randomImages(imageShape: ImageShape, count: number): Dataset {
  const generator = createGenerator(deriveSeed(0, 'bench', 'images'));
  const [height, width, channels] = imageShape;
  const bytes = (length: number, below: number) => {
    const values = new Uint8Array(new SharedArrayBuffer(length));
    for (let i = 0; i < length; i++) values[i] = generator.integer(below);
    return values;
  };
  const train: Split = {
    count,
    images: bytes(count * height * width * channels, 256),
    labels: bytes(count, classes),
  };
  const classNames = Array.from({ length: classes }, (_, i) => `${i}`);
  return { name: 'random', imageShape, classNames, train, test: train, sha256: '' };
}
