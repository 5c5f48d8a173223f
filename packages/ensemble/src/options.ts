// What a training of an ensemble is told. The same options give the same bits, whatever `workers` is.

import type { AugmentationSpec, AveragingSpec, Dataset, OptimizerSpec, SequentialConfig } from '@convoy/core';
import type { CombinationName } from './combine/combination.ts';
import type { TrainEvent } from './events.ts';
import type { StrategyName } from './member/strategy.ts';
import type { ReliabilityOptions } from './reliability.ts';
import type { TestTimeAugmentation } from './testTimeAugmentation/views.ts';

/** When a member stops before its last epoch, and with which weights. */
export interface EarlyStoppingOptions {
  /** @default 'valLoss' */
  readonly monitor?: 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy';
  /** Epochs without improvement after which training stops. @default 0 */
  readonly patience?: number;
  /** The least change that counts as improvement. @default 0 */
  readonly minDelta?: number;
  /** @default true */
  readonly restoreBestWeights?: boolean;
}

/** What `trainEnsemble` is told. */
export interface TrainEnsembleOptions extends ReliabilityOptions {
  readonly dataset: Dataset;
  /** The folder of data sets in which it was found: kept in run.json, for who resumes the run. */
  readonly dataDir?: string;
  /**
   * A preset's name (`lecture-cnn`, `lecture-dense`, `lenet5`) or a model of your own, as data; of several, members take
   * one after the other in turn.
   */
  readonly model: string | SequentialConfig | readonly (string | SequentialConfig)[];
  /** @default 5 */
  readonly members?: number;
  /** Worker threads; each trains one member at a time. @default the number of processors, at most `members` */
  readonly workers?: number;
  /** Every random choice of the run follows from it: initialization, order, dropout, augmentation, of every member. @default 0 */
  readonly seed?: number;
  /** A part of an epoch is trained as its first steps. @default 3 */
  readonly epochs?: number;
  /** @default 256 */
  readonly batchSize?: number;
  /** Whether rows that do not fill a last batch are left out of their epoch. @default false */
  readonly dropRemainder?: boolean;
  /** The last part of the training rows, set aside before shuffling. @default 1/6, the lecture's */
  readonly validationSplit?: number;
  /** Done to every image that is trained on, drawn anew for every member and epoch. @default [] */
  readonly augmentation?: readonly AugmentationSpec[];
  /**
   * Measures members and ensemble on the test split a second time, each image seen in several ways: `flip`, `six-view`,
   * `shifts`, or views of your own. A saved ensemble predicts plainly all the same.
   * @default 'none'
   */
  readonly testTimeAugmentation?: TestTimeAugmentation;
  /** @default RMSprop with Keras 3's defaults */
  readonly optimizer?: OptimizerSpec;
  /** The share of each target that is spread over all classes while training. @default 0 */
  readonly labelSmoothing?: number;
  /** Averages each member's weights over its steps. @default none */
  readonly averaging?: AveragingSpec;
  readonly earlyStopping?: EarlyStoppingOptions;
  /**
   * How members come to differ: `independent` seeds; `bagging`, a bootstrap sample of the training rows each as well; or
   * `snapshot`, where each member goes on from the one before for `epochs`, with a learning rate that falls from its start
   * to 0. Snapshots are trained one after the other, in one worker.
   * @default 'independent'
   */
  readonly strategy?: StrategyName;
  /**
   * How their probabilities become one: `mean`; majority `vote`; or a mean with weights from `greedy` selection on the
   * validation rows.
   * @default 'mean'
   */
  readonly combine?: CombinationName;
  /** Fits one temperature to the combined probabilities of the validation rows. @default false */
  readonly calibrate?: boolean;
  /** @default 'auto' */
  readonly backend?: string;
  /** `strict` gives the same bits on every machine, more slowly. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
  /** The run directory to write; it must not exist or be empty. Nothing is written if it is not given. */
  readonly out?: string;
  /** Told what happens, as `convoy train --json` prints it. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops the run at the members' next batch; what is finished is kept. */
  readonly signal?: AbortSignal;
}
