// What `convoy evaluate` prints for people: short tables, each with the sentence that says what it shows.

import type {
  Combination,
  EnsembleReport,
  MeanAndDeviation,
  QualityMetrics,
  RejectPoint,
} from '@convoy/ensemble';
import type { ErrorDecrease } from '@convoy/ensemble/internal';
import type { Evaluation } from '../run/evaluateEnsemble.ts';
import { counted, errorChange, percent } from './format.ts';
import { bold } from './output.ts';
import { table } from './table.ts';
import { wrapText } from './wrap.ts';

const figureHeads = ['accuracy', 'NLL', 'Brier', 'ECE'];

export function evaluationLines(
  run: string,
  evaluation: Evaluation,
  decreases: readonly ErrorDecrease[] | null,
): string[] {
  const { dataset, split, images, combination } = evaluation;
  return [
    ...wrapText(
      `${run} on the ${split} split of ${dataset}, ${counted(images, 'image')}, ${combinedBy(combination)}`,
    ),
    '',
    ...memberTable(evaluation),
    '',
    ...curveTable(evaluation),
    ...[
      classLines(evaluation),
      diversityLines(evaluation),
      calibrationLines(evaluation),
      decreaseLines(decreases),
    ]
      .flat()
      .flatMap((line) => wrapText(line)),
    '',
    ...classTable(evaluation),
  ];
}

/** Accuracy against coverage, at a handful of its points. */
export function rejectLines(curve: readonly RejectPoint[]): string[] {
  const shown = [1, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5].flatMap(
    (coverage) => curve.findLast((point) => point.coverage >= coverage) ?? [],
  );
  const rows = [...new Set(shown)].map(({ threshold, coverage, answered, errors, accuracy }) => [
    threshold.toFixed(4),
    percent(coverage),
    String(answered),
    String(errors),
    percent(accuracy),
  ]);
  return ['', ...table([['abstain below', 'answered', 'images', 'errors', 'accuracy'], ...rows])];
}

function combinedBy({ method, weights, temperature }: Combination): string {
  const how = weights ? `${method} weights ${weights.map((weight) => weight.toFixed(2)).join(' ')}` : method;
  return `combined by ${how}${temperature === undefined ? '' : ` at temperature ${temperature}`}`;
}

function memberTable({ members, networks, meanMember, ensemble }: Evaluation): string[] {
  const isMixed = new Set(networks).size > 1;
  const { accuracy, nll, brier, ece } = meanMember;
  const spread = ({ mean, standardDeviation }: MeanAndDeviation, show: (value: number) => string) =>
    `${show(mean)} ± ${show(standardDeviation).replace('%', '')}`;
  return table([
    ['', ...figureHeads],
    ...members.map((own, at) => [
      `member ${own.member}${isMixed ? `, ${networks[at]}` : ''}`,
      ...figureCells(own),
    ]),
    ['members', spread(accuracy, percent), spread(nll, fixed), spread(brier, fixed), spread(ece, percent)],
    [bold('ensemble'), ...figureCells(ensemble).map(bold)],
  ]);
}

function curveTable({ curve }: EnsembleReport): string[] {
  if (curve.length < 2) return [];
  const rows = curve.map(({ members, accuracy, nll, brier, ece }) => [
    String(members),
    ...figureCells({ accuracy: accuracy.mean, nll: nll.mean, brier: brier.mean, ece: ece.mean }),
  ]);
  return [...table([['members', ...figureHeads], ...rows]), ''];
}

function diversityLines({ diversity, members, relativeErrorDecrease }: EnsembleReport): string[] {
  if (members.length < 2) return [];
  const { meanDisagreement, mutualInformation, accuracyGain } = diversity;
  const fewer = relativeErrorDecrease === null ? '' : `, ${errorChange(relativeErrorDecrease)}`;
  return [
    `Two members disagree on ${percent(meanDisagreement)} of the images; mutual information ${fixed(mutualInformation)} nats.`,
    `The ensemble gains ${(accuracyGain * 100).toFixed(2)} points over its mean member${fewer}.`,
  ];
}

function calibrationLines({ calibration }: EnsembleReport): string[] {
  const { temperature, before, after } = calibration;
  if (after === null) return ['No temperature was fitted; `convoy train --calibrate` fits one.'];
  const change = (name: 'nll' | 'ece', show: (value: number) => string) =>
    `${show(before[name])} before, ${show(after[name])} after`;
  return [`Temperature ${temperature}: NLL ${change('nll', fixed)}; ECE ${change('ece', percent)}.`];
}

function decreaseLines(decreases: readonly ErrorDecrease[] | null): string[] {
  return (decreases ?? []).map(({ from, to, fromAccuracy, toAccuracy, relativeErrorDecrease }) => {
    const change =
      relativeErrorDecrease === null ? 'no errors to reduce' : errorChange(relativeErrorDecrease);
    return `From ${from} (${percent(fromAccuracy)}) to ${to} (${percent(toAccuracy)}): ${change}.`;
  });
}

/** What the accuracy alone does not show: classes of different sizes, and near misses. */
function classLines({ macro, topK }: EnsembleReport): string[] {
  const balanced =
    macro.balancedAccuracy === null ? [] : [`balanced accuracy ${percent(macro.balancedAccuracy)}`];
  const parts = [...balanced, ...topK.map(({ k, accuracy }) => `top-${k} accuracy ${percent(accuracy)}`)];
  return parts.length === 0 ? [] : [`Ensemble: ${parts.join(', ')}.`];
}

function classTable({ classes, macro, images }: EnsembleReport): string[] {
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  return table([
    ['class', 'precision', 'recall', 'F1', 'images'],
    ...classes.map(({ name, precision, recall, f1, support }) => [
      name,
      share(precision),
      share(recall),
      share(f1),
      String(support),
    ]),
    ['macro average', share(macro.precision), share(macro.recall), share(macro.f1), String(images)],
  ]);
}

function figureCells({ accuracy, nll, brier, ece }: QualityMetrics): string[] {
  return [percent(accuracy), fixed(nll), fixed(brier), percent(ece)];
}

function fixed(value: number): string {
  return value.toFixed(4);
}
