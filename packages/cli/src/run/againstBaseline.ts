import { type EnsembleReport, type ErrorDecrease, errorDecreases } from '@convoy/ensemble';

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
