// Reads a run, and measures it on its data set if that is here.

import { analyzeModel, CoreError, type Dataset } from '@convoy/core';
import { type EnsembleReport, evaluateMembers, fitTemperature, type RunManifest } from '@convoy/ensemble';
import { combineUncalibrated } from '@convoy/ensemble/internal';
import { readHistories, readManifest } from '@convoy/ensemble/internal/node';
import type { Ensemble } from '@convoy/ensemble/node';
import { datasetOfRun } from '../../run/datasetOfRun.ts';
import { loadEnsemble } from '../../run/loadEnsemble.ts';
import { type DenseNetwork, denseCompanion, denseFromRun } from '../dense/denseNetwork.ts';
import type { ReportSource, Seen } from '../source.ts';

export interface SourceOptions {
  readonly dataDir?: string | undefined;
  /** Spares loading it again where the caller has it. */
  readonly dataset?: Dataset | undefined;
  /** Another run, whose network is the one to compare with. @default one that is trained for it */
  readonly dense?: string | undefined;
}

export async function readSource(run: string, options: SourceOptions): Promise<ReportSource> {
  const manifest = await readManifest(run);
  const histories = await readHistories(run);
  const ensemble = await loadEnsemble(run);
  const found = options.dataset ?? (await findData(run, manifest, ensemble, options.dataDir));
  const shared = { run, manifest, histories, ensemble };
  if (typeof found === 'string') return { ...shared, seen: null, whyUnseen: found };
  return { ...shared, seen: await look(run, manifest, ensemble, found, options), whyUnseen: null };
}

/** The run's data set, or why it cannot be had. */
async function findData(
  run: string,
  { dataset }: RunManifest,
  ensemble: Ensemble,
  dataDir: string | undefined,
): Promise<Dataset | string> {
  const left = 'What needs images is left out of this report.';
  try {
    const found = await datasetOfRun(run, ensemble, { dataDir });
    if (found.sha256 === dataset.sha256) return found;
    return `The data set ${dataset.name} that was found is not the one of this run (its SHA-256 differs). ${left}`;
  } catch (error) {
    // Anything else that is wrong with a data set that is here is an error, and is told as one.
    if (!(error instanceof CoreError && error.code === 'dataset-not-found')) throw error;
    return `The data set ${dataset.name} was not found. ${left} Make it again with --data-dir, or with CONVOY_DATA set.`;
  }
}

async function look(
  run: string,
  manifest: RunManifest,
  ensemble: Ensemble,
  dataset: Dataset,
  { dense }: SourceOptions,
): Promise<Seen> {
  const { labels, images } = dataset.test;
  const prediction = await ensemble.predict(images);
  const { classNames, combination } = ensemble;
  const memberNumbers = ensemble.members.map(({ member }) => member);
  const metrics = evaluateMembers({
    members: prediction.members,
    labels,
    classNames,
    combination,
    memberNumbers,
  });
  const examples = oneOfEach(labels, Math.min(classNames.length, 10));
  return {
    dataset,
    prediction,
    metrics,
    calibrated: await calibrated(metrics, manifest, ensemble, dataset, prediction.members),
    examples,
    // A digit four, the lecture's own example, where the classes are digits.
    shown: Math.max(
      0,
      examples.findIndex((row) => classNames[labels[row] ?? 0] === '4'),
    ),
    affordableImages: affordable(ensemble),
    dense: await denseFor(run, manifest, ensemble, dataset, dense),
  };
}

/** Enough for curves that are smooth to a percent or two, and for about two seconds at what most networks take. */
const mostImages = 400;
const leastImages = 50;
const multiplyAddsOfCurves = 100e9;

/** How many images the robustness curves use, with their 28 predictions of each by every member. */
function affordable(ensemble: Ensemble): number {
  const perImage = 28 * ensemble.members.length * analyzeModel(ensemble.networkOf(0).model).multiplyAdds;
  return Math.max(leastImages, Math.min(mostImages, Math.floor(multiplyAddsOfCurves / perImage)));
}

/** The first row of each class. */
function oneOfEach(labels: Uint8Array, classes: number): number[] {
  return Array.from({ length: classes }, (_, label) => labels.indexOf(label)).filter((row) => row >= 0);
}

/** Rows that a temperature is fitted on, at most. */
const mostValidationRows = 5000;

async function calibrated(
  metrics: EnsembleReport,
  { dataset: { validationImages } }: RunManifest,
  ensemble: Ensemble,
  dataset: Dataset,
  members: readonly Float32Array[],
): Promise<EnsembleReport['calibration'] | null> {
  if (metrics.calibration.after !== null) return metrics.calibration;
  if (validationImages === 0) return null;
  const size = dataset.imageShape.reduce((product, extent) => product * extent, 1);
  // They are the last of the training split.
  const begin = dataset.train.count - validationImages;
  const end = begin + Math.min(validationImages, mostValidationRows);
  const rows = dataset.train.images.subarray(begin * size, end * size);
  const validation = await ensemble.predict(rows);
  const { classNames, combination } = ensemble;
  const pooled = combineUncalibrated(combination, validation.members, classNames.length);
  const labels = dataset.train.labels.subarray(begin, end);
  const temperature = fitTemperature(pooled, labels, classNames.length);
  const scaled = evaluateMembers({
    members,
    labels: dataset.test.labels,
    classNames,
    combination: { ...combination, temperature },
  });
  return scaled.calibration;
}

async function denseFor(
  run: string,
  manifest: RunManifest,
  ensemble: Ensemble,
  dataset: Dataset,
  other: string | undefined,
): Promise<DenseNetwork | null> {
  if (other !== undefined) return denseFromRun(other, dataset);
  const isConvolutional = ensemble.networkOf(0).model.layers.some(({ type }) => type === 'Conv2D');
  return isConvolutional ? denseCompanion(run, manifest, dataset) : null;
}
