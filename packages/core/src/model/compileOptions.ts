// What `compile` is told, made explicit.

import type { Backend, BackendName } from '@convoy/kernels';
import { readOptions } from '../layers/options.ts';
import { type MetricSpec, type MetricType, resolveMetrics } from '../metrics/list.ts';
import { type OptimizerName, type OptimizerSpec, resolveOptimizer } from '../optimizers/list.ts';
import type { EngineSettings } from './engine.ts';
import { type LossName, type LossSpec, resolveLoss } from './losses/list.ts';

/** What `compile` is told. */
export interface CompileOptions {
  /** `RMSprop({ … })`, or a name for its defaults. @default 'RMSprop', as in Keras */
  readonly optimizer?: OptimizerName | (string & {}) | OptimizerSpec;
  /** Null for a model that only predicts, whatever its output. @default 'categoricalCrossentropy' */
  readonly loss?: LossName | (string & {}) | LossSpec | null;
  /**
   * What is measured beside the loss. `accuracy` always is, and `categoricalAccuracy` and `sparseCategoricalAccuracy` are
   * Keras's other names for it; the others appear in `fit`'s history and `evaluate`'s result under their own names.
   * @default ['accuracy']
   */
  readonly metrics?: readonly (MetricType | (string & {}) | MetricSpec)[];
  /** A backend's name, or a backend. @default 'auto': the fastest that works here */
  readonly backend?: BackendName | (string & {}) | Backend;
  /** `strict` gives the same bits on every machine, more slowly. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
}

const optionNames = [
  'optimizer',
  'loss',
  'metrics',
  'backend',
  'kernels',
] as const satisfies readonly (keyof CompileOptions)[];

/** @throws {CoreError} naming the option that is unknown or wrong. */
export function resolveCompileOptions(options: CompileOptions): EngineSettings {
  const read = readOptions('compile', options, optionNames, 'invalid-argument');
  const metrics = resolveMetrics(options.metrics ?? []);
  const optimizer = resolveOptimizer(options.optimizer ?? 'RMSprop');
  const { loss = 'categoricalCrossentropy' } = options;
  return {
    backend: options.backend ?? 'auto',
    kernels: read.oneOf('kernels', ['fast', 'strict'], 'fast'),
    training: loss === null ? null : { loss: resolveLoss(loss), optimizer, metrics },
  };
}
