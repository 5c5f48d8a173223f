import { readOptions } from '../layers/options.ts';
import { named } from '../layers/validation.ts';
import type { MetricDefinition, MetricSpecBase } from './metric.ts';

/** `TopKCategoricalAccuracy` as plain data, every option explicit. */
export interface TopKCategoricalAccuracySpec extends MetricSpecBase {
  readonly type: 'topKCategoricalAccuracy';
  readonly k: number;
}

/** Options for `TopKCategoricalAccuracy`. */
export interface TopKCategoricalAccuracyOptions {
  /** How many of the likeliest classes count. @default 5 */
  readonly k?: number;
  /** @default 'topKCategoricalAccuracy' */
  readonly name?: string;
}

/**
 * The share of rows whose class is among the `k` likeliest ones, as Keras counts them: a class that is as likely as the
 * k-th counts, too.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * model.compile({ metrics: [TopKCategoricalAccuracy({ k: 3 })] });
 */
export function TopKCategoricalAccuracy(
  options: TopKCategoricalAccuracyOptions = {},
): TopKCategoricalAccuracySpec {
  return topKCategoricalAccuracy.create(options);
}

const type = 'topKCategoricalAccuracy';

export const topKCategoricalAccuracy: MetricDefinition<TopKCategoricalAccuracySpec> = {
  type,

  create(options) {
    const read = readOptions(type, options, ['k', 'name'], 'invalid-argument');
    return { type, name: type, ...named(read), k: read.positiveInteger('k', 5) };
  },

  measure({ k }, probabilities, label) {
    const own = probabilities[label] as number;
    let likelier = 0;
    for (const probability of probabilities) if (probability > own) likelier++;
    return likelier < k ? 1 : 0;
  },
};
