import type { Backend } from '@convoy/kernels';
import { countOf, trainingCount } from '../member/rows.ts';
import type { MemberSpec } from '../member/spec.ts';
import { MANIFEST_VERSION, type RunManifest } from '../store/manifest.ts';
import type { RunPlan } from './planRun.ts';

/** What a run is conducted on. It changes no bits that are not the processor's own. */
export type RunEnvironment = Pick<RunManifest, 'versions' | 'hardware'>;

/** The manifest of a run that begins now. */
export function describeRun(
  { options: { dataset, dataDir }, resolved, modules, data }: RunPlan,
  specs: readonly MemberSpec[],
  backend: Backend,
  environment: RunEnvironment,
): RunManifest {
  const { training, models, reliability, ...options } = resolved;
  return {
    format: 'convoy-run',
    version: MANIFEST_VERSION,
    configuration: { ...options, ...training, ...(models.length > 1 && { models }) },
    dataset: {
      name: dataset.name,
      sha256: dataset.sha256,
      imageShape: dataset.imageShape,
      classNames: dataset.classNames,
      trainingImages: trainingCount(data),
      validationImages: countOf(data.validation),
      testImages: countOf(data.test),
      ...(dataset.origin && { origin: dataset.origin }),
      ...(dataDir !== undefined && { dataDir }),
    },
    reliability,
    ...(modules.length > 0 && { modules }),
    members: specs.map(({ member, seed, seeds }) => ({ member, seed, ...seeds })),
    backend: { name: backend.name, details: backend.details },
    ...environment,
    started: new Date().toISOString(),
  };
}
