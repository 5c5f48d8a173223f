// All that can be said of an ensemble from what its members predict, as one plain object: `convoy evaluate --json`, the
// HTML report and comparisons show nothing else.

import { type Combination, combine, combineUncalibrated } from '../combine/combination.ts';
import { type ClassMetrics, classMetrics } from '../metrics/classMetrics.ts';
import { confusionMatrix } from '../metrics/confusionMatrix.ts';
import { type Diversity, diversity } from '../metrics/diversity.ts';
import { type MacroAverages, macroAverages } from '../metrics/macroAverages.ts';
import { type QualitySpread, qualitySpread } from '../metrics/meanAndDeviation.ts';
import { type MemberCurvePoint, memberCurve } from '../metrics/memberCurve.ts';
import { type QualityMetrics, qualityMetrics } from '../metrics/qualityMetrics.ts';
import { type RejectPoint, rejectCurve } from '../metrics/rejectCurve.ts';
import { relativeErrorDecrease } from '../metrics/relativeErrorDecrease.ts';
import { type ReliabilityBin, reliabilityBins } from '../metrics/reliability.ts';
import { topKAccuracy } from '../metrics/topKAccuracy.ts';

/** How honest probabilities are: their metrics and their reliability diagram. */
export interface CalibrationMetrics extends QualityMetrics {
  /** 15 bins of equal width. */
  readonly bins: readonly ReliabilityBin[];
}

/** All that is measured of an ensemble, as plain data. */
export interface EnsembleReport {
  readonly images: number;
  readonly classNames: readonly string[];
  readonly combination: Combination;
  /** In the order of the members. */
  readonly members: readonly ({ readonly member: number } & QualityMetrics)[];
  /** The mean and standard deviation of the members' own metrics. */
  readonly meanMember: QualitySpread;
  /** Of the ensemble as it predicts: combined, and at its temperature if it has one. */
  readonly ensemble: QualityMetrics;
  readonly calibration: {
    /** Null if none was fitted. */
    readonly temperature: number | null;
    /** Of the pooled probabilities. */
    readonly before: CalibrationMetrics;
    /** At the temperature; null if none was fitted. */
    readonly after: CalibrationMetrics | null;
  };
  /** At 1 … M members. */
  readonly curve: readonly MemberCurvePoint[];
  readonly diversity: Diversity;
  /** The share of the mean member's errors that the ensemble does not make, as the lecture computes it; null of none. */
  readonly relativeErrorDecrease: number | null;
  readonly classes: readonly ({ readonly name: string } & ClassMetrics)[];
  /** Of the ensemble, each class counting the same; `balancedAccuracy` is the mean recall. */
  readonly macro: MacroAverages;
  /** How often the label is among the ensemble's `k` likeliest classes: for 3 and 5, where there are more classes. */
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  /** `[label][predicted]` */
  readonly confusionMatrix: readonly (readonly number[])[];
  /** From all rows down to the surest. */
  readonly rejectCurve: readonly RejectPoint[];
}

const shownK = [3, 5];

/** Options for `evaluateMembers`. */
export interface EvaluateMembersOptions {
  /** Each member's probabilities, `[count, classes]`, at least one member. */
  readonly members: readonly Float32Array[];
  /** `[count]`, class indices. */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** @default { method: 'mean' } */
  readonly combination?: Combination;
  /** The members' numbers in their run, where some failed. @default 0, 1, 2 … */
  readonly memberNumbers?: readonly number[];
}

/**
 * Measures an ensemble and its members on labelled rows.
 * @throws {EnsembleError} if there are no members, or they and the combination do not fit each other
 * @example
 * const { members } = await ensemble.predict(split.images);
 * const report = evaluateMembers({ members, labels: split.labels, classNames: ensemble.classNames });
 * console.log(report.ensemble.nll, report.diversity.meanDisagreement);
 */
export function evaluateMembers({
  members,
  labels,
  classNames,
  combination = { method: 'mean' },
  memberNumbers = [...members.keys()],
}: EvaluateMembersOptions): EnsembleReport {
  const classes = classNames.length;
  const probabilities = combine(combination, members, classes);
  const metrics = members.map((member) => qualityMetrics(member, labels, classes));
  const meanMember = qualitySpread(metrics);
  const ensemble = qualityMetrics(probabilities, labels, classes);
  const matrix = confusionMatrix(probabilities, labels, classes);
  const calibrationOf = (of: Float32Array): CalibrationMetrics => ({
    ...qualityMetrics(of, labels, classes),
    bins: reliabilityBins(of, labels, classes),
  });
  const perClass = classMetrics(matrix);
  const isCalibrated = combination.temperature !== undefined;
  return {
    images: probabilities.length / classes,
    classNames,
    combination,
    members: metrics.map((own, at) => ({ member: memberNumbers[at] ?? at, ...own })),
    meanMember,
    ensemble,
    calibration: {
      temperature: combination.temperature ?? null,
      before: calibrationOf(
        isCalibrated ? combineUncalibrated(combination, members, classes) : probabilities,
      ),
      after: isCalibrated ? calibrationOf(probabilities) : null,
    },
    curve: memberCurve(members, labels, classes),
    diversity: diversity(members, classes, ensemble.accuracy - meanMember.accuracy.mean),
    relativeErrorDecrease: relativeErrorDecrease(meanMember.accuracy.mean, ensemble.accuracy),
    classes: perClass.map((own) => ({ name: classNames[own.label] ?? '', ...own })),
    macro: macroAverages(perClass),
    topK: shownK
      .filter((k) => k < classes)
      .map((k) => ({ k, accuracy: topKAccuracy(probabilities, labels, classes, k) })),
    confusionMatrix: matrix,
    rejectCurve: rejectCurve(probabilities, labels, classes),
  };
}
