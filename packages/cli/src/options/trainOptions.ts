// What `convoy train` can be told, by flags and by a configuration file alike: one schema, with the defaults. Flag
// `--batch-size` is key `batchSize`.

import { availableParallelism } from 'node:os';
import { combinationNames, recipe, recipes, strategyNames, viewSetNames } from '@convoy/ensemble';
import { z } from 'zod';
import { folderSchemas } from '../data/folderOptions.ts';
import { backends } from './backends.ts';
import { requireOneOf } from './choices.ts';
import { reliabilityShape } from './reliability.ts';
import { fraction, oneOf, positive, specification, text, wholeNumber, zeroOrMore } from './schemas.ts';

export const optimizerNames = [
  'sgd',
  'rmsprop',
  'adam',
  'adamw',
  'adadelta',
  'nadam',
  'adagrad',
  'lion',
  'lamb',
] as const;
export type OptimizerName = (typeof optimizerNames)[number];

const oneModel = z.union([text, z.looseObject({ layers: z.array(z.unknown()) })]);

export const trainOptions = z.strictObject({
  // What the others are where they are not given: see `fromRecipe`.
  recipe: text.optional(),
  dataset: text,
  // A preset's name or, in a configuration file, a model of one's own as data; the engine checks its layers. Several, in
  // a list or with commas between their names, are taken by the members in turn.
  model: z.union([oneModel, z.array(oneModel).min(1)], {
    error: "must be a preset's name, a model with its layers, or a list of them",
  }),
  members: wholeNumber(1, 1000).default(5),
  workers: wholeNumber(1, 256).default(() => availableParallelism()),
  seed: wholeNumber(0, 2 ** 32 - 1).default(0),
  epochs: positive.default(3),
  batchSize: wholeNumber(1, 65_536).default(256),
  dropRemainder: z.boolean({ error: 'must be true or false' }).default(false),
  validationSplit: fraction.default(1 / 6),
  // Names with commas between them or, in a configuration file, specifications, which the engine checks.
  augmentation: z
    .union([text, z.array(specification)], {
      error: 'must be names such as flip,crop or a list such as [{ "type": "RandomFlip" }]',
    })
    .default([]),
  // Test-time augmentation: a set of views by its name, or views of one's own.
  testTimeAugmentation: z
    .union([z.enum(viewSetNames), z.array(z.looseObject({ weight: z.number().gt(0) })).min(1)], {
      error: `must be one of ${viewSetNames.join(', ')}, or views such as [{ "flip": true, "weight": 1 }]`,
    })
    .default('none'),
  // A name, or in a configuration file a specification; the engine checks it.
  optimizer: z
    .union([oneOf(optimizerNames), specification], { error: `must be one of ${optimizerNames.join(', ')}` })
    .default('rmsprop'),
  learningRate: zeroOrMore.optional(),
  labelSmoothing: fraction.default(0),
  averaging: specification.optional(),
  weights: oneOf(['best', 'last']).default('best'),
  patience: wholeNumber(0, 100_000).optional(),
  monitor: oneOf(['loss', 'accuracy', 'valLoss', 'valAccuracy']).optional(),
  minDelta: zeroOrMore.optional(),
  strategy: oneOf(strategyNames).default('independent'),
  combine: oneOf(combinationNames).default('mean'),
  calibrate: z.boolean({ error: 'must be true or false' }).default(false),
  backend: oneOf(backends).default('auto'),
  kernels: oneOf(['fast', 'strict']).default('fast'),
  ...reliabilityShape,
  // Whether the run ends with its report.html.
  report: z.boolean({ error: 'must be true or false' }).default(true),
  ...folderSchemas,
  dataDir: text.optional(),
  out: text.optional(),
});

export type TrainOptions = z.infer<typeof trainOptions>;

/** The options of the recipe that is asked for, if one is. */
export function fromRecipe({
  recipe: name,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof name !== 'string') return {};
  requireOneOf(
    'recipe',
    name,
    recipes.map((known) => known.name),
  );
  const { dataset, options } = recipe(name);
  return { dataset, ...options };
}
