import { type QualityMetrics, qualityNames } from './qualityMetrics.ts';

/** Of a sample. */
export interface MeanAndDeviation {
  readonly mean: number;
  /** Of a sample (divided by n − 1); 0 of a single value. */
  readonly standardDeviation: number;
}

/** The metrics of several networks as one: each figure's mean and standard deviation. */
export type QualitySpread = Readonly<Record<keyof QualityMetrics, MeanAndDeviation>>;

/** Of at least one value. */
export function meanAndDeviation(values: readonly number[]): MeanAndDeviation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, standardDeviation: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / (values.length - 1)) };
}

export function qualitySpread(metrics: readonly QualityMetrics[]): QualitySpread {
  const [accuracy, nll, brier, ece] = qualityNames.map((name) =>
    meanAndDeviation(metrics.map((one) => one[name])),
  ) as [MeanAndDeviation, MeanAndDeviation, MeanAndDeviation, MeanAndDeviation];
  return { accuracy, nll, brier, ece };
}
