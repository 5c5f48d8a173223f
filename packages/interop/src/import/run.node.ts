// Imported networks as a run: the one file of it that prediction needs. There is no `run.json`, because nothing was
// trained: commands that tell how a run was trained say so, all others take it as any run.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, deriveSeed, type SequentialConfig, structureOf } from '@convoy/core';
import type { Combination, SplitMetrics } from '@convoy/ensemble';
import { splitMetrics } from '@convoy/ensemble/internal';
import { Ensemble } from '@convoy/ensemble/node';
import { InteropError } from '../errors.ts';
import type { Imported, ImportedNetwork } from './imported.ts';

const ensembleFile = 'ensemble.convoy';
const manifestFile = 'run.json';

/** Options for `writeImportedRun`. */
export interface ImportedRunOptions {
  /** What the labels are called. @default as the files say, else the dataset, else `0`, `1` … */
  readonly classNames?: readonly string[];
  /** What the networks were trained on; they are measured on its test images. @default unknown */
  readonly dataset?: Dataset;
  /** Replace what was imported to the same place before. @default false */
  readonly overwrite?: boolean;
}

/** What `writeImportedRun` wrote. */
export interface ImportedRun {
  /** Of the members, in their order. */
  readonly models: readonly SequentialConfig[];
  readonly classNames: readonly string[];
  readonly combination: Combination;
  /** On the dataset's test images; null without a dataset. */
  readonly metrics: { readonly ensemble: SplitMetrics; readonly members: readonly SplitMetrics[] } | null;
}

/**
 * Writes a run directory whose members are all networks of all files, in their order. The combination is that of the
 * file where there is only one, else the mean.
 * @throws {InteropError} `invalid-option` if class names or images do not fit, or the folder is not free
 */
export async function writeImportedRun(
  out: string,
  files: readonly Imported[],
  { classNames, dataset, overwrite = false }: ImportedRunOptions = {},
): Promise<ImportedRun> {
  await requireFree(out, overwrite);
  const networks = files.flatMap((file) => file.networks);
  const [first] = networks;
  if (first === undefined) throw new InteropError('invalid-option', 'files: expected at least one network');
  const combination = (files.length === 1 ? files[0]?.combination : null) ?? { method: 'mean' };
  const classes = classesOf(first);
  const names =
    classNames ??
    files.find((file) => file.classNames !== null)?.classNames ??
    dataset?.classNames ??
    Array.from({ length: classes }, (_, label) => String(label));
  if (names.length !== classes) {
    throw new InteropError(
      'invalid-option',
      `classNames: expected ${classes}, got ${names.length}: ${names.join(', ')}`,
    );
  }
  const make = (metrics: readonly SplitMetrics[]) =>
    ensembleOf(first, networks, { classNames: names, combination, dataset, metrics });
  const unmeasured = make([]);
  const metrics = dataset === undefined ? null : await measure(unmeasured, dataset);
  const ensemble = metrics === null ? unmeasured : make(metrics.members);
  await mkdir(out, { recursive: true });
  await ensemble.save(join(out, ensembleFile));
  const { models } = ensemble;
  for (const one of new Set([unmeasured, ensemble])) one.dispose();
  return { models, classNames: names, combination, metrics };
}

function ensembleOf(
  { model: shared }: ImportedNetwork,
  networks: readonly ImportedNetwork[],
  content: {
    readonly classNames: readonly string[];
    readonly combination: Combination;
    readonly dataset: Dataset | undefined;
    readonly metrics: readonly SplitMetrics[];
  },
): Ensemble {
  const { classNames, combination, dataset, metrics } = content;
  return new Ensemble({
    model: shared,
    classNames,
    dataset: { name: dataset?.name ?? 'unknown', sha256: dataset?.sha256 ?? '' },
    combination,
    members: networks.map(({ model, weights }, member) => ({
      member,
      // Nothing was drawn from it; other runs' members have others.
      seed: deriveSeed(0, 'imported', String(member)),
      epochs: 0,
      accuracy: metrics[member]?.accuracy ?? 0,
      nll: metrics[member]?.nll ?? 0,
      ...(JSON.stringify(model) !== JSON.stringify(shared) && { model }),
      weights,
    })),
  });
}

async function measure(ensemble: Ensemble, { test, imageShape, name }: Dataset) {
  if (String(imageShape) !== String(ensemble.imageShape)) {
    throw new InteropError(
      'invalid-option',
      `dataset: expected images of [${ensemble.imageShape.join(', ')}], got ${name} with [${imageShape.join(', ')}]`,
    );
  }
  const { probabilities, members } = await ensemble.predict(test.images);
  const classes = ensemble.classNames.length;
  const metricsOf = (found: Float32Array) => splitMetrics(found, test.labels, classes);
  return { ensemble: metricsOf(probabilities), members: members.map(metricsOf) };
}

function classesOf({ model }: ImportedNetwork): number {
  const { outputShape } = structureOf(model);
  const [classes = 0] = outputShape;
  if (outputShape.length === 1) return classes;
  throw new InteropError(
    'wrong-shape',
    `network: expected an output of [classes], got [${outputShape.join(', ')}]`,
  );
}

async function requireFree(out: string, overwrite: boolean): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new InteropError('invalid-option', `out: expected a folder, got ${out}`, { cause: error });
  });
  if (entries.includes(manifestFile)) {
    throw new InteropError(
      'invalid-option',
      `out: expected a new folder, got ${out}, which holds a trained run`,
    );
  }
  if (entries.length === 0 || overwrite) return;
  throw new InteropError(
    'invalid-option',
    `out: expected a new or empty folder, got ${out}. To replace what was imported there, add overwrite`,
  );
}
