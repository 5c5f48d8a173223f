// Figures of an ensemble and of each member, from one prediction.

import type { Dataset } from '@convoy/core';
import { type Ensemble, type SplitFigures, splitFigures } from '@convoy/ensemble';
import { failure } from '../errors.ts';

export interface EvaluationFigures {
  readonly dataset: string;
  readonly split: 'test' | 'train';
  readonly images: number;
  readonly ensemble: SplitFigures;
  readonly members: readonly ({ readonly member: number } & SplitFigures)[];
}

/** @throws {CliError} if the ensemble and the data set differ in image shape or number of classes */
export async function evaluateEnsemble(
  ensemble: Ensemble,
  dataset: Dataset,
  splitName: 'test' | 'train',
): Promise<EvaluationFigures> {
  requireFit(ensemble, dataset);
  const split = dataset[splitName];
  const classes = ensemble.classNames.length;
  const prediction = await ensemble.predict(split.images);
  return {
    dataset: dataset.name,
    split: splitName,
    images: split.count,
    ensemble: splitFigures(prediction.probabilities, split.labels, classes),
    members: ensemble.members.map(({ member }, index) => ({
      member,
      ...splitFigures(prediction.members[index] ?? new Float32Array(), split.labels, classes),
    })),
  };
}

function requireFit(ensemble: Ensemble, dataset: Dataset): void {
  const isSameShape = dataset.imageShape.every((extent, axis) => extent === ensemble.imageShape[axis]);
  const isSameClasses = dataset.classNames.length === ensemble.classNames.length;
  if (isSameShape && isSameClasses) return;
  const sizes = ({ imageShape, classNames }: Pick<Dataset, 'imageShape' | 'classNames'>) =>
    `${imageShape.join(' × ')}, ${classNames.length} classes`;
  throw failure(
    `data set does not fit the ensemble: ${dataset.name} (${sizes(dataset)})`,
    `The ensemble was trained on ${ensemble.dataset.name} (${sizes(ensemble)}).`,
  );
}
