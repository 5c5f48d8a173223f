// Every metric that there is beside loss and accuracy, which every training measures.

import { CoreError } from '../errors.ts';
import { byType, createRegistry, type OptionsOf, type OwnType } from '../registry.ts';
import type { MetricDefinition, MetricSpecBase } from './metric.ts';
import { topKCategoricalAccuracy } from './topKCategoricalAccuracy.ts';

const definitions = [topKCategoricalAccuracy] as const;

/** Keras's names for the accuracy that every training measures as `accuracy`: labels are class indices in any case. */
const accuracyNames = ['accuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy'] as const;

/** A metric that comes with the package, as plain data: tell them apart by `type`. */
export type BuiltInMetricSpec = ReturnType<(typeof definitions)[number]['create']>;
/** A metric with its defaults, by name. */
export type MetricType = BuiltInMetricSpec['type'] | (typeof accuracyNames)[number];

/** A metric whose type `defineMetric` registered, as plain data. */
export interface OwnMetricSpec extends MetricSpecBase {
  readonly type: OwnType;
}

/** Any metric, as plain data: tell them apart by `type`. */
export type MetricSpec = BuiltInMetricSpec | OwnMetricSpec;

const metrics = createRegistry<MetricDefinition<MetricSpec> | 'always measured'>(
  'metric',
  'invalid-argument',
  [
    ...accuracyNames.map((name) => [name, 'always measured'] as const),
    ...byType<MetricDefinition<MetricSpec>>(definitions),
  ],
);

/** The names that `compile` takes. */
export const metricTypes: readonly string[] = metrics.names;

/**
 * Registers a metric: `compile` then takes its name or what the factory makes, in `metrics`.
 * @returns The factory that makes its specification from options.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 */
export function defineMetric<Spec extends MetricSpecBase, Options extends object = OptionsOf<Spec>>(
  definition: MetricDefinition<Spec>,
): (options?: Options) => OwnMetricSpec {
  const { type }: MetricDefinition<MetricSpecBase> = definition;
  // It is only ever given specifications of its own type.
  const known = definition as MetricDefinition<MetricSpecBase> as MetricDefinition<MetricSpec>;
  metrics.add(type, known);
  return (options) => known.create(options ?? {}) as OwnMetricSpec;
}

/** @throws {CoreError} if there is no such metric. */
export function metricDefinition(type: string): MetricDefinition<MetricSpec> {
  const definition = metrics.get(type);
  if (definition !== 'always measured') return definition;
  throw new CoreError('invalid-argument', `metric ${type}: expected its name, since it has no options`);
}

/** Metrics that every training has: no metric may take their names. */
const taken: readonly string[] = ['epoch', 'loss', 'accuracy', 'learningRate', 'valLoss', 'valAccuracy'];

/**
 * The metrics to measure beside loss and accuracy, every option explicit.
 * @throws {CoreError} if it is no list of metrics, one is unknown, or two would have the same name in the history.
 */
export function resolveMetrics(given: readonly unknown[]): readonly MetricSpec[] {
  if (!Array.isArray(given)) {
    throw new CoreError(
      'invalid-argument',
      `compile: metrics: expected a list such as ['accuracy'], found ${JSON.stringify(given)}`,
    );
  }
  const specs = given.flatMap((metric: unknown): readonly MetricSpec[] => {
    const [type, options] =
      typeof metric === 'object' && metric !== null && 'type' in metric
        ? [String(metric.type), metric]
        : [String(metric), {}];
    const definition = metrics.get(type, 'compile: metrics');
    if (definition === 'always measured') return [];
    return [definition.create(options)];
  });
  const names = new Set(taken);
  for (const { name, type } of specs) {
    if (names.has(name) || names.has(validationName(name))) {
      throw new CoreError(
        'invalid-argument',
        `compile: metrics: ${type}: expected a name that no other figure has, got ${name}`,
      );
    }
    names.add(name).add(validationName(name));
  }
  return specs;
}

/** `valTopKCategoricalAccuracy` */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
