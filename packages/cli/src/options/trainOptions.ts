// What `convoy train` can be told, by flags and by a configuration file alike: one schema, with the defaults. Flag
// `--batch-size` is key `batchSize`.

import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { fraction, oneOf, text, wholeNumber, zeroOrMore } from './schemas.ts';

export const optimizerNames = ['sgd', 'rmsprop', 'adam', 'adamw'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export const trainOptions = z.strictObject({
  dataset: text,
  // A preset's name or, in a configuration file, a model of one's own as data; the engine checks its layers.
  model: z.union([text, z.looseObject({ layers: z.array(z.unknown()) })], {
    error: "must be a preset's name or a model with its layers",
  }),
  members: wholeNumber(1, 1000).default(5),
  workers: wholeNumber(1, 256).default(() => availableParallelism()),
  seed: wholeNumber(0, 2 ** 32 - 1).default(0),
  epochs: wholeNumber(1, 100_000).default(3),
  batchSize: wholeNumber(1, 65_536).default(256),
  validationSplit: fraction.default(1 / 6),
  optimizer: oneOf(optimizerNames).default('rmsprop'),
  learningRate: zeroOrMore.optional(),
  weights: oneOf(['best', 'last']).default('best'),
  patience: wholeNumber(0, 100_000).optional(),
  monitor: oneOf(['loss', 'accuracy', 'valLoss', 'valAccuracy']).optional(),
  minDelta: zeroOrMore.optional(),
  backend: oneOf(['auto', 'wasm', 'gpu', 'reference']).default('auto'),
  kernels: oneOf(['fast', 'strict']).default('fast'),
  dataDir: text.optional(),
  out: text.optional(),
});

export type TrainOptions = z.infer<typeof trainOptions>;
