// The densely connected network that a report compares with, as the lecture does: another run's, or one that is trained
// for the comparison and kept in the run's directory, so that it costs its seconds once.

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dataset } from '@convoy/core';
import type { RunManifest } from '@convoy/ensemble';
import { Ensemble } from '@convoy/ensemble/node';
import { failure } from '../../errors.ts';
import { isThere } from '../gather/isThere.ts';
import { companionBudget } from './budget.ts';
import { trainCompanion } from './trainCompanion.ts';

export interface DenseNetwork {
  /** `lecture-dense, trained for this comparison (2 epochs)`: where it comes from, for the reader. */
  readonly description: string;
  readonly ensemble: Ensemble;
  /** Whether it was trained for this comparison alone. */
  readonly isCompanion: boolean;
}

/** Class probabilities of images as bytes: of one network, whatever else its ensemble has. */
export async function predictDense({ ensemble }: DenseNetwork, images: Uint8Array): Promise<Float32Array> {
  const { members } = await ensemble.predict(images);
  return members[0] ?? new Float32Array();
}

/** @throws {CliError} if that run was not trained on such images */
export async function denseFromRun(run: string, dataset: Dataset): Promise<DenseNetwork> {
  const ensemble = await Ensemble.load(run);
  if (
    String(ensemble.imageShape) !== String(dataset.imageShape) ||
    String(ensemble.classNames) !== String(dataset.classNames)
  ) {
    throw failure(
      `run does not fit the data set ${dataset.name}: ${run}`,
      `It was trained on ${ensemble.dataset.name}. Name a run of ${dataset.name} with --dense.`,
    );
  }
  return {
    description: `${ensemble.networkOf(0).model.name ?? 'the network'} of ${run}`,
    ensemble,
    isCompanion: false,
  };
}

/** The network that was trained for this run's comparison, or is now. */
export async function denseCompanion(
  run: string,
  manifest: RunManifest,
  dataset: Dataset,
): Promise<DenseNetwork> {
  const file = join(run, 'companions', 'lecture-dense.convoy');
  const budget = companionBudget(manifest);
  if (!(await isThere(file))) {
    const trained = await trainCompanion(manifest, dataset, budget);
    await mkdir(dirname(file), { recursive: true });
    await trained.save(file);
    trained.dispose();
  }
  const extent = budget.epochs === 1 ? '1 epoch' : `${budget.epochs} epochs`;
  return {
    description: `lecture-dense, trained for this comparison (${extent} of ${budget.images.toLocaleString('en-US')} images)`,
    ensemble: await Ensemble.load(file),
    isCompanion: true,
  };
}
