// Options for `trainEnsemble`. The same options give the same bits, whatever `workers` is.

import type { Given } from './option.ts';
import type { TrainingOptions } from './table.ts';

export type { EarlyStoppingOptions } from './earlyStopping.ts';

/** Options for `trainEnsemble`. */
export interface TrainEnsembleOptions extends Given<TrainingOptions> {}
