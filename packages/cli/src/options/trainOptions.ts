// What `convoy train` can be given: the options of `trainEnsemble`, of which a file can hold all but callbacks, and some of the
// command's own. Flag `--batch-size` is key `batchSize`.

import { datasetNames } from '@convoy/core/node';
import { recipe, recipes } from '@convoy/ensemble';
import {
  type Complete,
  type Kind,
  oneOf,
  option,
  optional,
  required,
  text,
  trainingOptions,
  yesOrNo,
} from '@convoy/ensemble/options';
import { folderOptions } from '../data/folderOptions.ts';
import { isFolder } from '../data/openFolder.ts';
import { requireOneOf } from './choices.ts';

const recipeNames = recipes.map(({ name }) => name);

/** A built-in dataset, one that a module of the user's own defines, or a folder of images. */
export const datasets: Kind<string> = {
  get expected() {
    return `one of ${datasetNames.join(', ')}, or a folder of your own images, such as ./flowers`;
  },
  is: (value): value is string =>
    typeof value === 'string' && value !== '' && (datasetNames.includes(value) || isFolder(value)),
  names: datasetNames,
};

const report = option({
  kind: yesOrNo,
  default: true,
  determines: 'none',
  group: 'Execution and output',
  flag: ['--no-report', 'do not write report.html, which takes some seconds at the end'],
});

const { dataset: _, onEvent: __, signal: ___, model, modules, ...others } = trainingOptions;

export const trainOptions = {
  // What the others are where they are not given: see `fromRecipe`.
  recipe: optional({
    kind: oneOf(recipeNames),
    determines: 'shorthand',
    group: 'Model and data',
    flag: ['--recipe <name>', `${recipeNames.join(', ')}: a complete training; other options win over it`],
  }),
  dataset: required({
    kind: datasets,
    determines: 'ensemble',
    group: 'Model and data',
    flag: ['--dataset <name>', `${datasetNames.join(', ')}, or a folder of your own images: ./flowers`],
  }),
  model,
  modules,
  ...folderOptions,
  ...others,
  report,
};

/** The options of `convoy resume`: none of them changes a bit. */
export const resumeOptions = {
  workers: { ...others.workers, flag: ['--workers <n>', 'worker threads (default: as before)'] as const },
  checkpointSteps: others.checkpointSteps,
  checkpointMinutes: { ...others.checkpointMinutes, default: null },
  maxFailures: { ...others.maxFailures, default: null },
  minMembers: { ...others.minMembers, default: null },
  memberTimeout: { ...others.memberTimeout, default: null },
  dataDir: {
    ...others.dataDir,
    flag: ['--data-dir <folder>', 'folder of datasets (default: as before, then as for train)'] as const,
  },
  report,
};

/** Flags of commands that train, which no file holds. */
export const jsonFlag = {
  json: option({
    kind: yesOrNo,
    default: false,
    determines: 'none',
    group: 'Execution and output',
    flag: ['--json', 'print one JSON event per line'],
  }),
};

/** Flags of `convoy train` that no file holds. */
export const trainFlags = {
  config: optional({
    kind: text('a file'),
    determines: 'none',
    group: 'Model and data',
    flag: ['--config <file>', 'JSON file of options, { "batchSize": 128 }, or a run.json; flags win over it'],
  }),
  dryRun: option({
    kind: yesOrNo,
    default: false,
    determines: 'none',
    group: 'Execution and output',
    flag: ['--dry-run', 'print the plan of the run, and train nothing'],
  }),
  ...jsonFlag,
};

/** Options whose values follow from the size of the data if the dataset is a folder. */
export const chosenKeys = ['imageSize', 'model', 'batchSize', 'epochs', 'patience', 'augmentation'] as const;

export type TrainOptions = Complete<typeof trainOptions>;

/** The options of the recipe that is asked for, if one is. */
export function fromRecipe({
  recipe: name,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof name !== 'string') return {};
  const { dataset, options } = recipe(requireOneOf('recipe', name, recipeNames));
  return { dataset, ...options };
}
