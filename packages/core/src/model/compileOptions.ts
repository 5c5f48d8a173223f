// What `compile` is told, made explicit.

import type { Backend } from '@convoy/kernels';
import { readOptions } from '../layers/options.ts';
import { type OptimizerName, type OptimizerSpec, resolveOptimizer } from '../training/optimizers/list.ts';
import type { EngineSettings } from './engine.ts';
import { type LossSpec, resolveLoss } from './losses.ts';

/** What `compile` is told. */
export interface CompileOptions {
  /** `RMSprop({ … })`, or a name for its defaults. @default 'RMSprop', as in Keras */
  readonly optimizer?: OptimizerName | (string & {}) | OptimizerSpec;
  /** Null for a model that only predicts, whatever its output. @default 'categoricalCrossentropy' */
  readonly loss?: 'categoricalCrossentropy' | LossSpec | null;
  /** Both words mean the same, which is measured in any case; here for those who write it as in Keras. */
  readonly metrics?: readonly ('accuracy' | 'categoricalAccuracy')[];
  /** A backend's name, or a backend. @default 'auto': the fastest that works here */
  readonly backend?: string | Backend;
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
  const metrics: readonly string[] = options.metrics ?? [];
  if (!metrics.every((metric) => metric === 'accuracy' || metric === 'categoricalAccuracy')) {
    throw read.error('metrics', "['categoricalAccuracy']");
  }
  const optimizer = resolveOptimizer(options.optimizer ?? 'RMSprop');
  const { loss = 'categoricalCrossentropy' } = options;
  return {
    backend: options.backend ?? 'auto',
    kernels: read.oneOf('kernels', ['fast', 'strict'], 'fast'),
    training: loss === null ? null : { loss: resolveLoss(loss), optimizer },
  };
}
