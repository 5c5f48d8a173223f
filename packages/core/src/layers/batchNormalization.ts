// BatchNormalization (Ioffe and Szegedy 2015): each channel is brought to mean 0 and variance 1 over the batch, then scaled
// and shifted by what is learned. Inference uses averages that training kept: the moving statistics.

import type { LayerDefinition, LayerSpecBase, WeightSpec } from './layer.ts';
import { readOptions } from './options.ts';
import { lowerReshape } from './reshape.ts';
import { labelOf, named } from './validation.ts';

/** `BatchNormalization` as plain data, every option explicit. */
export interface BatchNormalizationSpec extends LayerSpecBase {
  readonly type: 'BatchNormalization';
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly unbiasedMovingVariance: boolean;
  readonly trainable: boolean;
}

/** What `BatchNormalization` is told. */
export interface BatchNormalizationOptions {
  /** `moving ← momentum · moving + (1 − momentum) · batch`. @default 0.99 */
  readonly momentum?: number;
  /** Added to the variance. @default 0.001 */
  readonly epsilon?: number;
  /** Whether a shift (beta) is learned. @default true */
  readonly center?: boolean;
  /** Whether a factor (gamma) is learned; it is 1 otherwise. @default true */
  readonly scale?: boolean;
  /** Whether the moving variance is an average of unbiased variances (n − 1), PyTorch's rule. @default false, Keras's */
  readonly unbiasedMovingVariance?: boolean;
  /**
   * False freezes the layer as in Keras: beta and gamma stay, and training too uses the moving statistics and leaves
   * them alone. @default true
   */
  readonly trainable?: boolean;
  readonly name?: string;
}

const optionNames = [
  'name',
  'momentum',
  'epsilon',
  'center',
  'scale',
  'unbiasedMovingVariance',
  'trainable',
] as const satisfies readonly (keyof BatchNormalizationOptions)[];

/**
 * Keeps the shape; normalizes over all axes but the last.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function BatchNormalization(options: BatchNormalizationOptions = {}): BatchNormalizationSpec {
  return batchNormalization.create(options, labelOf('BatchNormalization', options));
}

export const batchNormalization: LayerDefinition<BatchNormalizationSpec> = {
  type: 'BatchNormalization',
  defaultName: 'batch_normalization',

  create(options, label) {
    const read = readOptions(label, options, optionNames);
    return {
      type: 'BatchNormalization',
      ...named(read),
      momentum: read.number('momentum', 'a number from 0 to 1', (m) => m >= 0 && m <= 1, 0.99),
      epsilon: read.number('epsilon', 'a number above 0', (e) => e > 0, 1e-3),
      center: read.boolean('center', true),
      scale: read.boolean('scale', true),
      unbiasedMovingVariance: read.boolean('unbiasedMovingVariance', false),
      trainable: read.boolean('trainable', true),
    };
  },

  outputShape: (_, inputShape) => inputShape,

  weights({ center, scale, trainable }, inputShape) {
    const shape = inputShape.slice(-1);
    const gamma: WeightSpec = {
      name: 'gamma',
      shape,
      initializer: 'ones',
      role: 'parameter',
      trainable,
    };
    const movingMean: WeightSpec = {
      name: 'movingMean',
      shape,
      initializer: 'zeros',
      role: 'state',
      trainable: false,
    };
    return [
      ...(scale ? [gamma] : []),
      ...(center ? [{ ...gamma, name: 'beta', initializer: 'zeros' } as const] : []),
      movingMean,
      { ...movingMean, name: 'movingVariance', initializer: 'ones' },
    ];
  },

  lower({ momentum, epsilon, center, scale, unbiasedMovingVariance, trainable }, at) {
    const { graph, name, outputShape, training } = at;
    const channels = outputShape.slice(-1);
    const reshaped = lowerReshape(graph, name, at.input, outputShape);
    const input = reshaped.output;
    const gamma = scale ? `${name}/gamma` : null;
    const beta = center ? `${name}/beta` : null;
    const movingMean = `${name}/movingMean`;
    const movingVariance = `${name}/movingVariance`;
    const output = graph.activation(`${name}/output`, outputShape);

    if (!training || !trainable) {
      const statistics = { mean: movingMean, variance: movingVariance };
      graph.emit({ kind: 'batchNormalization', epsilon, input, ...statistics, gamma, beta, output });
      return {
        output,
        backward(inputGradWanted) {
          if (!inputGradWanted) return;
          // With fixed statistics the layer is a factor and a shift a channel: its gradient has the factor alone.
          const zero = graph.total(`${name}/zero`, channels);
          graph.emit({ kind: 'scale', factor: 0, input: movingMean, output: zero });
          const fixed = { epsilon, mean: zero, variance: movingVariance, gamma, beta: null };
          const outputGrad = graph.gradientOf(output);
          const inputGrad = graph.gradientOf(input);
          graph.emit({ kind: 'batchNormalization', input: outputGrad, ...fixed, output: inputGrad });
          reshaped.backward(true);
        },
      };
    }

    const mean = graph.total(`${name}/mean`, channels);
    const variance = graph.total(`${name}/variance`, channels);
    graph.emit({
      kind: 'batchNormalizationStatistics',
      momentum,
      unbiasedMovingVariance,
      input,
      mean,
      variance,
      movingMean,
      movingVariance,
    });
    graph.emit({ kind: 'batchNormalization', epsilon, input, mean, variance, gamma, beta, output });
    return {
      output,
      backward(inputGradWanted) {
        const outputGrad = graph.gradientOf(output);
        // The input's gradient needs both sums, also of a gamma or beta that is not learned.
        const gammaGrad = graph.total(`${name}/gamma/gradient`, channels);
        const betaGrad = graph.total(`${name}/beta/gradient`, channels);
        const batch = { epsilon, input, mean, variance, outputGrad, gammaGrad, betaGrad };
        graph.emit({ kind: 'batchNormalizationParameterGrad', ...batch });
        if (!inputGradWanted) return;
        const inputGrad = graph.gradientOf(input);
        graph.emit({ kind: 'batchNormalizationInputGrad', ...batch, gamma, inputGrad });
        reshaped.backward(true);
      },
    };
  },
};
