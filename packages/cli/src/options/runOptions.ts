// Options of the commands that use a run or inspect a model.

import { presetNames } from '@convoy/core';
import { viewSetNames } from '@convoy/ensemble';
import {
  oneOf,
  option,
  optional,
  probability,
  required,
  text,
  trainingOptions,
  wholeNumber,
  yesOrNo,
} from '@convoy/ensemble/options';
import { folderOptions, pixelCounts } from '../data/folderOptions.ts';
import { splitNames } from '../run/splitNames.ts';
import { datasets } from './trainOptions.ts';

const inGroup = { determines: 'none', group: 'Execution and output' } as const;
const { backend, dataDir, batchSize } = trainingOptions;
const modules = { ...trainingOptions.modules, ...inGroup };

const json = (help: string) => option({ kind: yesOrNo, default: false, ...inGroup, flag: ['--json', help] });

/** `--config`, for commands that need only a part of a training. */
export function configOf(what: string) {
  return optional({
    kind: text('a file'),
    ...inGroup,
    flag: ['--config <file>', `take ${what} from a file of options, or a run.json; flags win over it`],
  });
}

const tta = (help: string) =>
  option({ kind: oneOf(viewSetNames), default: 'none', ...inGroup, flag: ['--tta <views>', help] });

export const evaluateOptions = {
  dataset: optional({
    kind: datasets,
    ...inGroup,
    flag: ['--dataset <name>', 'dataset, or a folder of images (default: what it was trained on)'],
  }),
  split: option({
    kind: oneOf(splitNames),
    default: 'test',
    ...inGroup,
    flag: ['--split <name>', splitNames.join(', ')],
  }),
  baseline: optional({
    kind: text('a run'),
    ...inGroup,
    flag: ['--baseline <run>', 'run to compare with: shows the relative decrease in errors from its members'],
  }),
  rejectCurve: option({
    kind: yesOrNo,
    default: false,
    ...inGroup,
    flag: ['--reject-curve', 'show accuracy against coverage: what abstaining when unsure gains'],
  }),
  testTimeAugmentation: tta('also measure over several views of each image: flip, six-view, shifts'),
  modules,
  dataDir,
  backend,
  json: json('print one JSON object, with everything'),
};

export const predictOptions = {
  abstainBelow: option({
    kind: probability,
    default: 0,
    ...inGroup,
    flag: [
      '--abstain-below <probability>',
      'give no answer if the largest probability is below, such as 0.9',
    ],
  }),
  maxPixels: optional({
    kind: pixelCounts,
    ...inGroup,
    flag: ['--max-pixels <n>', 'refuse images of more pixels (default: 64e6)'],
  }),
  testTimeAugmentation: tta('average over several views of each image: flip, six-view, shifts'),
  modules,
  verbose: option({
    kind: yesOrNo,
    default: false,
    ...inGroup,
    flag: ['--verbose', 'also print how unsure the ensemble is: entropy and mutual information'],
  }),
  csv: option({
    kind: yesOrNo,
    default: false,
    ...inGroup,
    flag: ['--csv', 'print CSV: one line per image, one column per class'],
  }),
  backend,
  json: json('print one JSON object per image'),
};

export const summaryOptions = {
  config: configOf('model, dataset and batch size'),
  model: required({
    ...trainingOptions.model,
    ...inGroup,
    flag: ['--model <name>', `${presetNames.join(', ')}; several, separated by commas`],
  }),
  dataset: option({
    kind: datasets,
    default: 'mnist',
    ...inGroup,
    flag: [
      '--dataset <name>',
      `${datasets.names?.join(', ')}, or a folder: whose images and classes the model gets`,
    ],
  }),
  imageSize: folderOptions.imageSize,
  channels: folderOptions.channels,
  batchSize: { ...batchSize, kind: wholeNumber(1, 65_536) },
  json: json('print one JSON object per model'),
};
