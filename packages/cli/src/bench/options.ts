// Options of benchmarks: the records of those that several of them have.

import { availableParallelism } from 'node:os';
import { presetNames } from '@convoy/core';
import {
  type Kind,
  listOf,
  type Model,
  oneOf,
  option,
  optional,
  positive,
  text,
  trainingOptions,
  wholeNumber,
  yesOrNo,
} from '@convoy/ensemble/options';
import { backendNames } from '@convoy/kernels';
import { configOf } from '../options/runOptions.ts';

const inGroup = { determines: 'none', group: 'Execution and output' } as const;
const { backend, kernels } = trainingOptions;

const json = option({
  kind: yesOrNo,
  default: false,
  ...inGroup,
  flag: ['--json', 'print one JSON object'],
});

function seconds(fallback: number, what: string) {
  return option({ kind: positive, default: fallback, ...inGroup, flag: ['--seconds <n>', what] });
}

const isOne = (value: unknown): value is Model =>
  !Array.isArray(value) && trainingOptions.model.kind.is(value);

const network = {
  config: configOf('model, batch size, workers and backend'),
  model: option<Model, 'none'>({
    kind: { expected: `one of ${presetNames.join(', ')}, or a model as data`, is: isOne, names: presetNames },
    default: 'lecture-cnn',
    ...inGroup,
    flag: ['--model <name>', presetNames.join(', ')],
  }),
  batchSize: trainingOptions.batchSize,
  workers: option({
    kind: wholeNumber(1),
    default: availableParallelism(),
    ...inGroup,
    flag: ['--workers <n>', 'worker threads'],
  }),
};

/** `backend` is one name, or several to compare: see `comparison.ts`. `all` is each that runs here. */
const backends: Kind<readonly string[]> = listOf(oneOf([...backendNames, 'all']));

export const throughputOptions = {
  ...network,
  seconds: seconds(10, 'time measured, after warming up'),
  backend: option<readonly string[], 'none'>({
    kind: backends,
    default: ['auto'],
    ...inGroup,
    flag: ['--backend <names>', `${backend.flag?.[1]}; several separated by commas, or all (default: auto)`],
  }),
  kernels,
  json,
};

export const scalingOptions = {
  ...network,
  workers: { ...network.workers, flag: ['--workers <n>', 'the largest number of workers'] as const },
  rounds: option({
    kind: wholeNumber(1, 1000),
    default: 3,
    ...inGroup,
    flag: ['--rounds <n>', 'turns of each number of workers'],
  }),
  seconds: seconds(5, 'time measured in each turn, after warming up'),
  backend,
  kernels,
  html: optional({
    kind: text('a file'),
    ...inGroup,
    flag: ['--html <file>', 'write a page with a chart and the table, such as bench.html'],
  }),
  json,
};

export const kernelsOptions = {
  geometry: optional({
    kind: listOf(text('the name of a geometry')),
    ...inGroup,
    flag: [
      '--geometry <name...>',
      "lecture, cifar or lenet5, or one of theirs, such as 'lecture 2' (default: all)",
    ],
  }),
  batchSize: optional({
    kind: wholeNumber(1),
    ...inGroup,
    flag: ['--batch-size <n>', 'images per run (default: 256, and 32 for cifar)'],
  }),
  seconds: seconds(0.5, 'time measured for each operation, after warming up'),
  backend,
  kernels,
  json,
};

/** As long as is measured, but no more than a second: `--seconds 0.1` is for a quick look. */
export function warmupSeconds(seconds: number): number {
  return Math.min(1, seconds);
}
