// Batch normalization, forward and backward, in the steps that share their sums.

/**
 * [reduces] Mean and biased variance of every channel over rows, height and width; then
 * `moving ← momentum · moving + (1 − momentum) · batch`, with the unbiased variance where `unbiasedMovingVariance`.
 */
export interface BatchNormalizationStatistics {
  readonly kind: 'batchNormalizationStatistics';
  readonly momentum: number;
  readonly unbiasedMovingVariance: boolean;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly movingMean: string;
  readonly movingVariance: string;
}

/** `output = gamma · (input − mean) / √(variance + epsilon) + beta`; a missing gamma is 1, a missing beta 0. */
export interface BatchNormalization {
  readonly kind: 'batchNormalization';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly gamma: string | null;
  readonly beta: string | null;
  readonly output: string;
}

/** [reduces] `betaGrad = Σ outputGrad`, `gammaGrad = Σ outputGrad · normalized input`. */
export interface BatchNormalizationParameterGrad {
  readonly kind: 'batchNormalizationParameterGrad';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly outputGrad: string;
  readonly gammaGrad: string;
  readonly betaGrad: string;
}

/** Through the batch's own statistics, which is why it needs both sums of `batchNormalizationParameterGrad`. */
export interface BatchNormalizationInputGrad {
  readonly kind: 'batchNormalizationInputGrad';
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
  readonly gamma: string | null;
  readonly outputGrad: string;
  readonly gammaGrad: string;
  readonly betaGrad: string;
  readonly inputGrad: string;
}

/** Any operation of batch normalization. */
export type BatchNormalizationOperation =
  | BatchNormalizationStatistics
  | BatchNormalization
  | BatchNormalizationParameterGrad
  | BatchNormalizationInputGrad;
