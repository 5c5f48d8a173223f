// What the page trains, as plain data that fits in its address.

import type { OptimizerName, PresetName } from '@convoy/core';

/** A configuration of the page: with its dataset it says every bit of a run. */
export interface Settings {
  /** The name under which the page finds it. */
  readonly dataset: string;
  readonly model: PresetName | (string & {});
  readonly members: number;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  readonly kernels: 'fast' | 'strict';
}

export const defaultSettings: Settings = {
  dataset: 'glyphs',
  model: 'lenet5',
  members: 4,
  seed: 7,
  epochs: 10,
  batchSize: 64,
  optimizer: 'Adam',
  kernels: 'strict',
};
