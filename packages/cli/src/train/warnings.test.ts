import { expect, it } from 'vitest';
import { warningsAfter, warningsBefore } from './warnings.ts';

const classNames = ['disk', 'ring'];

/** `counts[label]` black images of each class. */
function datasetOf(counts: readonly number[]) {
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const rows = new Uint8Array(labels.length);
  const train = { count: labels.length, images: rows, labels: Uint8Array.from(labels) };
  return { name: 'shapes', imageShape: [1, 1, 1], classNames, train, test: train, sha256: '' } as const;
}

it('warns of a run of few weight updates, with the remedy', () => {
  const dataset = datasetOf([90, 90]);
  const options = { epochs: 3, batchSize: 256, validationSplit: 1 / 6 };
  expect(warningsBefore(dataset, options)).toEqual([
    'this run makes only 3 weight updates per member, and a network needs some hundred. Use a smaller --batch-size or more --epochs, or leave both out',
  ]);
  expect(warningsBefore(dataset, { ...options, epochs: 20, batchSize: 8 })).toEqual([]);
});

it('warns of classes with few images', () => {
  const warnings = warningsBefore(datasetOf([90, 7]), { epochs: 40, batchSize: 8, validationSplit: 1 / 6 });
  expect(warnings).toEqual(['few training images: ring has 7. Add images, to 20 or more of each class']);
});

it('warns of an ensemble that is no better than the largest class', () => {
  expect(
    warningsAfter(
      [
        [6, 0],
        [4, 0],
      ],
      classNames,
    ),
  ).toEqual([expect.stringContaining('no better than always answering disk: 60.00% of 10 test images')]);
});

it('warns of a class that is never recognized', () => {
  const names = ['disk', 'ring', 'star'];
  expect(
    warningsAfter(
      [
        [6, 0, 0],
        [0, 5, 0],
        [1, 0, 0],
      ],
      names,
    ),
  ).toEqual([
    'no test image of star was recognized. Add images of these classes, or train for more --epochs',
  ]);
  expect(
    warningsAfter(
      [
        [6, 0, 0],
        [0, 5, 0],
        [1, 0, 1],
      ],
      names,
    ),
  ).toEqual([]);
});
