// Watches one figure from epoch to epoch. `EarlyStopping` and `ModelCheckpoint` share it.

import { CoreError } from '../../errors.ts';
import type { OptionReader } from '../../layers/options.ts';
import { suggestion } from '../../nearest.ts';
import type { EpochMetrics, MetricName } from '../history.ts';
import type { Training } from './callback.ts';

/** Whether small metrics are good, or large ones; `auto` knows by the name. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** Which figure a callback goes by. */
export interface MonitorOptions {
  /** @default 'valLoss' */
  readonly monitor?: MetricName;
  /** Whether less or more is better; `auto` knows by the name. @default 'auto' */
  readonly mode?: MonitorMode;
}

export interface Monitor {
  readonly metric: MetricName;
  /** What any value is better than: ∞ or −∞. */
  readonly worst: number;
  /** The figure's value. @throws {CoreError} if it is not measured. */
  valueOf(metrics: EpochMetrics): number;
  /** Whether `value` beats `reference` by more than `minDelta`. */
  isBetter(value: number, reference: number): boolean;
  /** @throws {CoreError} if the training does not measure the figure. */
  requireMeasured(training: Training): void;
}

function metricOf(read: OptionReader): MetricName {
  const metric = read.value('monitor') ?? 'valLoss';
  if (typeof metric === 'string') return metric;
  throw read.error('monitor', 'the name of a figure, such as valLoss');
}

export function createMonitor(label: string, read: OptionReader, minDelta = 0): Monitor {
  const metric = metricOf(read);
  const mode = read.oneOf('mode', ['auto', 'min', 'max'], 'auto');
  const lessIsBetter = mode === 'auto' ? metric.toLowerCase().endsWith('loss') : mode === 'min';
  const margin = Math.abs(minDelta);

  function notMeasured(measured: readonly string[]): CoreError {
    const advice =
      metric.startsWith('val') && !measured.includes('valLoss')
        ? 'Give fit a validationSplit or validationData, or monitor loss'
        : suggestion(metric, measured);
    return new CoreError(
      'invalid-argument',
      `${label}: monitor: ${metric} is not measured in this training. ${advice}`,
    );
  }

  return {
    metric,
    worst: lessIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    valueOf(metrics) {
      const value = metrics[metric];
      if (value === undefined) throw notMeasured(Object.keys(metrics));
      return value;
    },
    isBetter: (value, reference) => (lessIsBetter ? value + margin < reference : value - margin > reference),
    requireMeasured({ metrics }) {
      if (!metrics.includes(metric)) throw notMeasured(metrics);
    },
  };
}
