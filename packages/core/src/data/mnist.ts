// MNIST: handwritten digits, 28×28 grey. Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied
// to Document Recognition", Proceedings of the IEEE 86(11), 1998.

import { CoreError } from '../errors.ts';
import type { DatasetFacts, Split } from './dataset.ts';
import { parseIdx } from './idx.ts';
import { emptySplit, requireLabels } from './split.ts';

export const mnistFacts = {
  name: 'mnist',
  description: 'MNIST: handwritten digits, 28×28 grey, 60,000 + 10,000 images',
  imageShape: [28, 28, 1],
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  kind: 'digits',
} as const satisfies DatasetFacts;

/** In the order of the labels. */
export const mnistClassNames: readonly string[] = mnistFacts.classNames;

/**
 * One split of MNIST from its two idx files, not compressed.
 * @throws {CoreError} `invalid-data` if a file is not idx, or the two do not go together.
 */
export function parseMnistSplit(imageFile: Uint8Array, labelFile: Uint8Array, where = 'mnist'): Split {
  const images = parseIdx(imageFile, `${where} images`);
  const labels = parseIdx(labelFile, `${where} labels`);
  const [count = 0, height, width] = images.shape;
  const [expectedHeight, expectedWidth] = mnistFacts.imageShape;
  if (images.shape.length !== 3 || height !== expectedHeight || width !== expectedWidth) {
    throw new CoreError(
      'invalid-data',
      `${where} images: expected shape [count,28,28], found [${images.shape}]`,
    );
  }
  if (labels.shape.length !== 1 || labels.data.length !== count) {
    throw new CoreError(
      'invalid-data',
      `${where} labels: expected shape [${count}] to go with the images, found [${labels.shape}]`,
    );
  }
  requireLabels(labels.data, mnistClassNames.length, `${where} labels`);
  const split = emptySplit(count, mnistFacts.imageShape);
  split.images.set(images.data);
  split.labels.set(labels.data);
  return split;
}
