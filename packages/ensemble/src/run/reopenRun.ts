// Takes up a run that was interrupted: what run.json says is what goes on, or nothing does.

import type { Dataset } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import { differences } from '../member/differences.ts';
import { optionsOfConfiguration, optionsOfReliability } from '../options/configuration.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';
import { MANIFEST_KEY } from '../store/keys.ts';
import type { RunManifest } from '../store/manifest.ts';

export interface ReopenedRun {
  /** What is not as it was, and may change bits, but is no reason to refuse. */
  readonly warnings: string[];
  /**
   * The manifest to go on with, from what the run would be if it began now.
   * @throws {EnsembleError} `run-changed`, saying what differs
   */
  goOn(described: RunManifest): RunManifest;
}

/** @param name that of its store */
export function reopenRun(name: string, saved: RunManifest): ReopenedRun {
  const warnings: string[] = [];
  return {
    warnings,
    goOn(described) {
      requireSame(name, saved, described);
      warnings.push(...environmentChanges(saved, described));
      const { result: _, ...begun } = saved;
      return { ...begun, resumed: [...(saved.resumed ?? []), described.started] };
    },
  };
}

/** The options that a run was started with, as far as run.json tells: all that its bits follow from. */
export function optionsOf(
  { configuration, reliability }: RunManifest,
  dataset: Dataset,
): TrainEnsembleOptions {
  return { ...optionsOfConfiguration(configuration), ...optionsOfReliability(reliability), dataset };
}

/** @throws {EnsembleError} `run-changed` */
export function requireSameDataset(path: string, saved: RunManifest, { name, sha256 }: Dataset): void {
  if (sha256 === saved.dataset.sha256) return;
  throw changed(
    path,
    `the data set: ${saved.dataset.name} with SHA-256 ${saved.dataset.sha256}, now ${name} with ${sha256}`,
  );
}

function requireSame(path: string, saved: RunManifest, described: RunManifest): void {
  const essence = ({ configuration, dataset, members }: RunManifest) => {
    const { workers: _, ...bits } = configuration;
    const { origin: __, dataDir: ___, name: ____, ...data } = dataset;
    return { configuration: bits, dataset: data, members };
  };
  const different = differences(essence(saved), essence(described));
  if (different.length > 0) throw changed(path, different.join('; '));
}

function changed(path: string, what: string): EnsembleError {
  return new EnsembleError(
    'run-changed',
    `${path}/${MANIFEST_KEY}: this run cannot go on, something is not as it was when it began: ${what}. ` +
      'Put it back as it was, or train in a new directory',
  );
}

function environmentChanges(saved: RunManifest, described: RunManifest): string[] {
  const environment = ({ versions, backend, hardware }: RunManifest) => ({
    versions,
    backend,
    processor: { architecture: hardware.architecture, cpu: hardware.cpu },
  });
  const different = differences(environment(saved), environment(described));
  if (different.length === 0) return [];
  return [
    `this run began elsewhere (${different.join('; ')}): it goes on, but may end with other bits than there`,
  ];
}
