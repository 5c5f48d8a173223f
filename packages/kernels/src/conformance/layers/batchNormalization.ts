import { whole } from '../../graphBuilder.ts';
import type { Layer } from '../layer.ts';
import { when } from '../layer.ts';

export interface BatchNormalizationOptions {
  readonly gamma?: boolean;
  readonly beta?: boolean;
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly unbiasedMovingVariance?: boolean;
}

/** Batch normalization as in training: by the batch's own statistics, which also move the moving ones. */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const { gamma: scaled = true, beta: shifted = true, epsilon = 1e-3 } = options;
  const { momentum = 0.9, unbiasedMovingVariance = false } = options;
  const without = `${scaled ? '' : ' without gamma'}${shifted ? '' : ' without beta'}`;
  return {
    kind: 'batchNormalization',
    title: `batchNormalization${without}${unbiasedMovingVariance ? ' unbiased' : ''}`,
    lower({ name, input, inputShape, output }) {
      const channels = [inputShape.at(-1) ?? 1];
      const mean = `${name}/mean`;
      const variance = `${name}/variance`;
      const movingMean = `${name}/moving_mean`;
      const movingVariance = `${name}/moving_variance`;
      const gamma = scaled ? `${name}/gamma` : null;
      const beta = shifted ? `${name}/beta` : null;
      const gammaGrad = `${name}/gamma_grad`;
      const betaGrad = `${name}/beta_grad`;
      const statistics = { input, mean, variance };
      return {
        outputShape: inputShape,
        buffers: [
          whole('output', mean, channels),
          whole('output', variance, channels),
          whole('state', movingMean, channels),
          whole('state', movingVariance, channels),
          ...when(scaled, whole('parameter', `${name}/gamma`, channels)),
          ...when(shifted, whole('parameter', `${name}/beta`, channels)),
          whole('output', gammaGrad, channels),
          whole('output', betaGrad, channels),
        ],
        forward: [
          {
            kind: 'batchNormalizationStatistics',
            ...statistics,
            momentum,
            unbiasedMovingVariance,
            movingMean,
            movingVariance,
          },
          { kind: 'batchNormalization', ...statistics, epsilon, gamma, beta, output },
        ],
        inference: [
          {
            kind: 'batchNormalization',
            input,
            mean: movingMean,
            variance: movingVariance,
            epsilon,
            gamma,
            beta,
            output,
          },
        ],
        backward: (outputGrad, inputGrad) => {
          const sums = { ...statistics, epsilon, outputGrad, gammaGrad, betaGrad };
          return [
            { kind: 'batchNormalizationParameterGrad', ...sums },
            ...(inputGrad === null
              ? []
              : [{ kind: 'batchNormalizationInputGrad', ...sums, gamma, inputGrad } as const]),
          ];
        },
      };
    },
  };
}
