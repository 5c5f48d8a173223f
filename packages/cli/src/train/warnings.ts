// What speaks against a training on a folder of images, before it and after it, each with what may help.

import type { Dataset } from '@convoy/core';
import { classMetrics } from '@convoy/ensemble';
import type { TrainOptions } from '../options/trainOptions.ts';
import { counted, percent, whole } from '../ui/format.ts';

/** With fewer weight updates than this a network has hardly left its random weights. */
const FEW_UPDATES = 150;
/** With fewer training images than this a class is rarely learned from random weights. */
const FEW_OF_CLASS = 20;
/** Classes that a warning names. */
const MOST_NAMED = 5;

/** What can be said from the data and the options. */
export function warningsBefore(
  { train, classNames, validationCount }: Dataset,
  {
    batchSize,
    epochs,
    validationSplit,
    trainCount = train.count,
  }: Pick<TrainOptions, 'batchSize' | 'epochs' | 'validationSplit'> & {
    readonly trainCount?: number | undefined;
  },
): string[] {
  const left =
    validationSplit > 0 && validationCount !== undefined
      ? train.count - validationCount
      : Math.floor(train.count * (1 - validationSplit));
  const kept = Math.min(left, trainCount);
  const updates = Math.ceil(epochs * Math.ceil(kept / batchSize));
  const counts = classNames.map(
    (name, label) => [name, train.labels.reduce((sum, each) => sum + Number(each === label), 0)] as const,
  );
  const few = counts.filter(([, count]) => count < FEW_OF_CLASS);
  return [
    ...(updates < FEW_UPDATES
      ? [
          `this run makes only ${counted(updates, 'weight update')} per member, and a network needs some hundred. ` +
            'Use a smaller --batch-size or more --epochs, or leave both out',
        ]
      : []),
    ...(few.length > 0
      ? [
          `few training images: ${listed(few.map(([name, count]) => `${name} has ${count}`))}. ` +
            `Add images, to ${FEW_OF_CLASS} or more of each class`,
        ]
      : []),
  ];
}

/** What can be said of an ensemble, from its confusion matrix on the test images, `[label][predicted]`. */
export function warningsAfter(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
): string[] {
  const classes = classMetrics(matrix).map((own) => ({ ...own, name: classNames[own.label] ?? '' }));
  const images = classes.reduce((sum, { support }) => sum + support, 0);
  const hits = matrix.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  const largest = classes.reduce((most, each) => (each.support > most.support ? each : most));
  if (hits <= largest.support) {
    return [
      `the ensemble is no better than always answering ${largest.name}: ${percent(hits / images)} of ${whole(images)} test images. ` +
        'Train for more --epochs, use a smaller --batch-size or another --learning-rate, or add images',
    ];
  }
  const missed = classes.filter(({ recall }) => recall === 0);
  if (missed.length === 0) return [];
  return [
    `no test image of ${listed(missed.map(({ name }) => name))} was recognized. Add images of these classes, or train for more --epochs`,
  ];
}

function listed(items: readonly string[]): string {
  const rest = items.length - MOST_NAMED;
  return `${items.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
