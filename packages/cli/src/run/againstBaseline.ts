import type { EnsembleReport } from '@convoy/ensemble';
import { type ErrorDecrease, errorDecreases } from '@convoy/ensemble/internal';
import type { Ensemble } from '@convoy/ensemble/node';
import { failure } from '../errors.ts';

/**
 * The lecture's way: from the mean member of a baseline, such as a dense network, to the mean member of an ensemble, and
 * on to the ensemble.
 */
export function againstBaseline(report: EnsembleReport, baseline: EnsembleReport): readonly ErrorDecrease[] {
  return errorDecreases([
    { name: 'baseline', accuracy: baseline.meanMember.accuracy.mean },
    { name: 'member', accuracy: report.meanMember.accuracy.mean },
    { name: 'ensemble', accuracy: report.ensemble.accuracy },
  ]);
}

/** @throws {CliError} if the two were trained on different datasets: their errors cannot be compared */
export function requireSameData(
  run: string,
  ensemble: Pick<Ensemble, 'dataset'>,
  baselineRun: string,
  baseline: Pick<Ensemble, 'dataset'>,
): void {
  const [own, other] = [ensemble.dataset, baseline.dataset];
  if (own.sha256 === other.sha256) return;
  const described = ({ name, sha256 }: Ensemble['dataset']) => `${name} (SHA-256 ${sha256.slice(0, 12)}…)`;
  throw failure(
    `baseline was trained on another dataset: ${baselineRun} on ${described(other)}, ${run} on ${described(own)}`,
    'Name a baseline that was trained on the same dataset, or evaluate each run on its own.',
  );
}
