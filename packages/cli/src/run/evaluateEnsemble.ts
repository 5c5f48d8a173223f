// Everything that is measured of an ensemble on a split, from one prediction.

import type { Dataset, Split } from '@convoy/core';
import { type EnsembleReport, evaluateMembers } from '@convoy/ensemble';
import { readManifest } from '@convoy/ensemble/internal/node';
import type { Ensemble } from '@convoy/ensemble/node';
import { failure } from '../errors.ts';
import type { SplitName } from './splitNames.ts';

export interface Evaluation extends EnsembleReport {
  readonly dataset: string;
  readonly split: SplitName;
  /** The name of each member's network, in their order. */
  readonly networks: readonly string[];
}

/** @throws {CliError} if the ensemble and the data set differ in image shape or number of classes */
export async function evaluateEnsemble(
  ensemble: Ensemble,
  dataset: Dataset,
  split: SplitName,
  rows: Split,
): Promise<Evaluation> {
  requireFit(ensemble, dataset);
  const { members } = await ensemble.predict(rows.images);
  const report = evaluateMembers({
    members,
    labels: rows.labels,
    classNames: ensemble.classNames,
    combination: ensemble.combination,
    memberNumbers: ensemble.members.map(({ member }) => member),
  });
  const networks = ensemble.models.map(({ name = 'sequential' }) => name);
  return { dataset: dataset.name, split, networks, ...report };
}

/**
 * The rows of a split. `train` is all training images; `validation` the last of them, that the run set aside.
 * @param run a run directory, for `validation`
 */
export async function splitRows(dataset: Dataset, split: SplitName, run: string): Promise<Split> {
  if (split !== 'validation') return dataset[split];
  const { dataset: trainedOn, configuration } = await readManifest(run);
  const { trainingImages, validationImages } = trainedOn;
  const { count, images, labels } = dataset.train;
  const first = count - validationImages;
  const isOther = configuration.trainCount === undefined ? first !== trainingImages : first < trainingImages;
  if (validationImages === 0 || isOther) {
    throw failure(
      `no validation images of ${run} in ${dataset.name}: ${trainingImages} to train on and ${validationImages} set aside, of ${count}`,
      'Measure on --split test, or name the data set that the run was trained on.',
    );
  }
  return {
    count: validationImages,
    images: images.subarray((images.length / count) * first),
    labels: labels.subarray(first),
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
