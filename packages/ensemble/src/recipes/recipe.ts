// A recipe: everything that a training of an ensemble is told but its data, its seed and its machine. One file each.

import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';

/** What was measured with a recipe, so that nobody has to guess what to expect. */
export interface RecipeMetrics {
  /** How many members it was measured with. */
  readonly members: number;
  /** On the test split: mean of the members, and their ensemble. */
  readonly memberAccuracy: number;
  readonly ensembleAccuracy: number | null;
  /** The same with the recipe's test-time augmentation; null where it has none. */
  readonly augmentedMemberAccuracy: number | null;
  readonly augmentedEnsembleAccuracy: number | null;
  /** Wall-clock time of the whole run. */
  readonly minutes: number;
  readonly machine: string;
  readonly command: string;
}

/** A whole training with a name. */
export interface Recipe {
  readonly name: string;
  /** One line: what it is, after whom. */
  readonly summary: string;
  /** The data set that it is made for, by name. */
  readonly dataset: string;
  /** The options, each of which a caller may replace. */
  readonly options: Omit<TrainEnsembleOptions, 'dataset' | 'seed' | 'workers' | 'out' | 'onEvent' | 'signal'>;
  /** Null where it has not been measured. */
  readonly metrics: RecipeMetrics | null;
}
