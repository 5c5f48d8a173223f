// What is trained, and on what.

import { type Dataset, presetNames, type SequentialConfig } from '@convoy/core';
import { type Kind, listOf, passed, text } from './kind.ts';
import { optional, required } from './option.ts';

/** A preset's name, or a model of your own as data. */
export type Model = string | SequentialConfig;

const isConfig = (value: unknown): value is SequentialConfig =>
  typeof value === 'object' && value !== null && 'layers' in value && Array.isArray(value.layers);
const isModel = (value: unknown): value is Model =>
  typeof value === 'string' ? presetNames.includes(value) : isConfig(value);

const models: Kind<Model | readonly Model[]> = {
  expected: `one of ${presetNames.join(', ')}, a model as data, or several of them`,
  is: (value): value is Model | readonly Model[] =>
    Array.isArray(value) ? value.length > 0 && value.every(isModel) : isModel(value),
  names: presetNames,
  read: (given) => {
    const names = given.split(',').map((name) => name.trim());
    return names.length === 1 ? names[0] : names;
  },
  write: (value) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.every((each) => typeof each === 'string') ? list.join(',') : null;
  },
};

const isDataset = (value: unknown): value is Dataset =>
  typeof value === 'object' &&
  value !== null &&
  ['imageShape', 'classNames', 'train', 'test'].every((key) => key in value);

export const modelAndData = {
  /** The images and labels to train and test on. */
  dataset: required({
    kind: passed('a dataset, such as await loadDataset("mnist")', isDataset),
    determines: 'none',
    group: 'Model and data',
  }),
  /**
   * A preset's name (`lecture-cnn`, `lecture-dense`, `lenet5`) or a model of your own, as data. With several, members take
   * one after the other in turn.
   */
  model: required({
    kind: models,
    determines: 'member',
    group: 'Model and data',
    flag: ['--model <name>', `${presetNames.join(', ')}; several, separated by commas, are taken in turn`],
  }),
  /**
   * Modules to import before training, here and in every worker: what they define (layers, losses, augmentations) can then be
   * named by the model and the other options. A path is relative to the working directory.
   */
  modules: optional({
    kind: listOf(text('the path of a module')),
    determines: 'none',
    group: 'Model and data',
    flag: ['--modules <files>', 'modules that define your own layers or losses, separated by commas'],
  }),
};
