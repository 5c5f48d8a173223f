// A run of a few seconds with everything that has a state: batch normalization, dropout, augmentation, averaged weights,
// the weights of the best epoch.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  MaxPooling2D,
  RandomFlip,
  RMSprop,
  type SequentialConfig,
} from '@convoy/core';
import type { TrainEnsembleOptions } from '@convoy/ensemble';
import { convoy, jsonLines } from '../cli/convoy.ts';

const model: SequentialConfig = {
  inputShape: [28, 28, 1],
  layers: [
    Conv2D({ filters: 4, kernelSize: 5, strides: 2, activation: 'relu' }),
    BatchNormalization(),
    MaxPooling2D({ poolSize: 2 }),
    Flatten(),
    Dropout({ rate: 0.2 }),
    Dense({ units: 10, activation: 'softmax' }),
  ],
};

/** For the library; the file below says the same to the command. */
export const smallRun = {
  model,
  members: 3,
  workers: 2,
  seed: 5,
  epochs: 5,
  batchSize: 64,
  validationSplit: 0.5,
  optimizer: RMSprop(),
  averaging: { type: 'Lookahead' },
  augmentation: [RandomFlip()],
  earlyStopping: { patience: 5, restoreBestWeights: true },
  checkpointSteps: 20,
} satisfies Omit<TrainEnsembleOptions, 'dataset'>;

/** Writes the configuration for `convoy train --config run.json`. */
export async function writeConfiguration(folder: string): Promise<void> {
  const { earlyStopping: _, optimizer: __, ...options } = smallRun;
  const file = { dataset: 'glyphs', ...options, optimizer: 'rmsprop', report: false };
  await writeFile(join(folder, 'run.json'), JSON.stringify(file));
}

export interface Uninterrupted {
  /** Of `ensemble.convoy`. */
  readonly expected: Buffer;
  /** That it trained. */
  readonly milliseconds: number;
}

/** The run that nothing happens to, in the folder `whole`. */
export async function uninterrupted(folder: string): Promise<Uninterrupted> {
  const args = ['train', '--config', 'run.json', '--out', 'whole', '--json'];
  const { code, stdout, stderr } = await convoy(args, folder);
  if (code !== 0) throw new Error(`the uninterrupted run failed: ${stderr}`);
  const expected = await readFile(join(folder, 'whole', 'ensemble.convoy'));
  return { expected, milliseconds: 1000 * Number(jsonLines(stdout).at(-1)?.seconds) };
}
