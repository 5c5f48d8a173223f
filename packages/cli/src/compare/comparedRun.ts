// One run beside others: its metrics, from its files alone.

import { analyzeModel } from '@convoy/core';
import type { MemberHistory, RunManifest } from '@convoy/ensemble';
import { readHistories, readManifest } from '@convoy/ensemble/internal/node';
import { failure } from '../errors.ts';
import { imagesPerSecondOf } from '../report/summary.ts';

export interface RunMetrics {
  readonly run: string;
  readonly dataset: string;
  readonly network: string;
  readonly parameters: number;
  readonly trainingImages: number;
  readonly members: number;
  /** On the test split: of the ensemble, and of its members in the mean. */
  readonly accuracy: number;
  readonly nll: number;
  readonly memberAccuracy: number;
  readonly memberNll: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

export interface ComparedRun {
  readonly metrics: RunMetrics;
  readonly manifest: RunManifest;
  readonly histories: readonly MemberHistory[];
}

/** @throws {EnsembleError | CliError} if it is no run, or one that has no ensemble yet */
export async function readComparedRun(run: string): Promise<ComparedRun> {
  const manifest = await readManifest(run);
  const histories = await readHistories(run);
  const { result, configuration, dataset } = manifest;
  if (!result?.ensemble) {
    throw failure(
      `run without an ensemble: ${run}`,
      'It was cut off, or none of its members finished. Compare runs that are done.',
    );
  }
  const { members } = result;
  const mean = (of: (member: (typeof members)[number]) => number) =>
    members.reduce((sum, member) => sum + of(member), 0) / members.length;
  return {
    manifest,
    histories,
    metrics: {
      run,
      dataset: dataset.name,
      network: configuration.model.name ?? 'custom',
      parameters: analyzeModel(configuration.model).parameters,
      trainingImages: dataset.trainingImages,
      members: members.length,
      accuracy: result.ensemble.accuracy,
      nll: result.ensemble.nll,
      memberAccuracy: mean(({ accuracy }) => accuracy),
      memberNll: mean(({ nll }) => nll),
      seconds: result.seconds,
      imagesPerSecond: Math.round(imagesPerSecondOf({ manifest, histories }) ?? 0),
    },
  };
}
