// Options for `trainEnsemble`. The same options give the same bits, whatever `workers` is.

import type { Given } from './options/option.ts';
import type { TrainingOptions } from './options/table.ts';

export type { EarlyStoppingOptions } from './options/earlyStopping.ts';

/** Options for `trainEnsemble`. */
export interface TrainEnsembleOptions extends Given<TrainingOptions> {}
