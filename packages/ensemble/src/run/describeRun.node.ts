import type { Dataset } from '@convoy/core';
import type { Backend } from '@convoy/kernels';
import type { MemberJob } from '../member/job.ts';
import type { ResolvedOptions } from '../resolveOptions.ts';
import { describeHardware, describeVersions } from './machine.node.ts';
import { MANIFEST_VERSION, type RunManifest } from './manifest.ts';

/** The manifest of a run that begins now. */
export async function describeRun(
  { training, models, reliability, ...options }: ResolvedOptions,
  dataset: Dataset,
  dataDir: string | undefined,
  jobs: readonly MemberJob[],
  backend: Backend,
): Promise<RunManifest> {
  return {
    format: 'convoy-run',
    version: MANIFEST_VERSION,
    configuration: { ...options, ...training, ...(models.length > 1 && { models }) },
    dataset: {
      name: dataset.name,
      sha256: dataset.sha256,
      imageShape: dataset.imageShape,
      classNames: dataset.classNames,
      trainingImages: jobs[0]?.data.train.count ?? 0,
      validationImages: jobs[0]?.data.validation?.count ?? 0,
      testImages: dataset.test.count,
      ...(dataset.origin && { origin: dataset.origin }),
      ...(dataDir !== undefined && { dataDir }),
    },
    reliability,
    members: jobs.map(({ member, seed, seeds }) => ({ member, seed, ...seeds })),
    backend: { name: backend.name, details: backend.details },
    versions: await describeVersions(),
    hardware: describeHardware(),
    started: new Date().toISOString(),
  };
}
