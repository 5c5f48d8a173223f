import { readdir, readFile } from 'node:fs/promises';
import { CategoricalCrossentropy, RMSprop, SGD } from '@convoy/core';
import { expect, test } from 'vitest';
import { resolveOptions } from '../run/resolveOptions.ts';
import { smallRun } from '../testing/smallRun.ts';
import { usualAugmentations } from './augmentation.ts';
import { classWeights, resolveClassWeights } from './classWeight.ts';
import { optionsOfConfiguration } from './configuration.ts';
import { optimizerOf, shorthandsOfOptimizer } from './optimizer.ts';
import { keysOf } from './option.ts';
import { trainingOptions } from './table.ts';

const resolved = (options: object) => resolveOptions({ ...smallRun, ...options }, 4);

test.each([
  [{ batchSize: 0 }, 'batchSize: expected a whole number from 1, got 0'],
  [{ epochs: Number.NaN }, 'epochs: expected a number above 0, got NaN'],
  [
    { learningRate: Number.NaN },
    'learningRate: expected a number from 0, or a schedule as data, such as { "type": "CosineDecay", … }, got NaN',
  ],
  [
    { optimizer: { ...RMSprop(), learningRate: Number.NaN } },
    'RMSprop: learningRate: expected a number of at least 0 or a schedule, found NaN',
  ],
  [{ combine: 'meen' }, 'combine: expected one of mean, vote, greedy, got meen. Did you mean mean?'],
  [{ minMembers: 4 }, 'minMembers: expected a whole number from 1 to 3, the number of members, got 4'],
  [{ calibrate: 'yes' }, 'calibrate: expected true or false, got yes'],
  [{ dataset: 'mnist' }, 'dataset: expected a dataset, such as await loadDataset("mnist"), got mnist'],
  [{ onEvent: {} }, 'onEvent: expected a function, got {}'],
  [
    { loss: 'crossentropy' },
    'unknown loss: crossentropy. Did you mean categoricalCrossentropy? There are: categoricalCrossentropy, sparseCategoricalCrossentropy',
  ],
  [
    { loss: 'sparseCategoricalCrossentropy', labelSmoothing: 0.1 },
    'labelSmoothing: expected none beside loss, which says it too, got 0.1',
  ],
  [
    { loss: { type: 'categoricalCrossentropy', fromLogits: true } },
    'loss: expected fromLogits false, for members are saved as networks that end with softmax, got true',
  ],
  [
    { classWeight: { 0: -1 } },
    'classWeight: expected balanced, weights from 0 by class, such as 0=1,1=3.5, or a list with one per class, got {"0":-1}',
  ],
  [
    { classWeight: { ten: 2 } },
    /^classWeight: expected names of classes, or indices from 0 to 9, got ten\. /,
  ],
  [{ classWeight: [1, 2] }, 'classWeight: expected one weight for each of 10 classes, got 2 of them'],
  [
    { earlyStopping: { patience: 2 }, weights: 'last' },
    'weights: expected none beside earlyStopping, which says it too, got last',
  ],
])('%j is refused: %s', (options, message) => {
  const expected = typeof message === 'string' ? message : expect.stringMatching(message);
  expect(() => resolved(options)).toThrow(expect.objectContaining({ message: expected }));
});

test('an option that does not exist is refused with the nearest that does', () => {
  expect(() => resolved({ epoch: 1 })).toThrow(
    /^unknown option: epoch\. Did you mean epochs\? There are: dataset, /,
  );
});

test('a member keeps the weights of its best epoch unless the last are asked for or nothing is measured', () => {
  expect(resolved({ epochs: 2.5 }).training.earlyStopping).toEqual({ patience: 3, restoreBestWeights: true });
  expect(resolved({ weights: 'last' }).training.earlyStopping).toBeNull();
  expect(resolved({ validationSplit: 0 }).training.earlyStopping).toBeNull();
  expect(resolved({ strategy: 'snapshot' }).training.earlyStopping).toBeNull();
  expect(resolved({ patience: 1, monitor: 'valAccuracy', weights: 'last' }).training.earlyStopping).toEqual({
    patience: 1,
    monitor: 'valAccuracy',
    restoreBestWeights: false,
  });
});

test('an optimizer may be a name, and a learning rate takes the place of its own', () => {
  expect(resolved({ optimizer: 'SGD', learningRate: 0.2 }).training.optimizer).toEqual(
    SGD({ learningRate: 0.2 }),
  );
});

test('an optimizer is taken apart into the options that say it, and put together again', () => {
  const choices = [
    { optimizer: 'RMSprop' },
    { optimizer: 'SGD', learningRate: 0.05, schedule: 'one-cycle', weightDecay: 1e-4, momentum: 0.9 },
    { optimizer: 'AdamW', schedule: 'warmup-cosine', weightDecay: 0 },
    { optimizer: 'Adam', learningRate: 0.002, schedule: 'linear' },
  ] as const;
  for (const each of choices) expect(shorthandsOfOptimizer(optimizerOf(each))).toEqual(each);
  const own = RMSprop({ rho: 0.8 });
  expect(shorthandsOfOptimizer(own)).toEqual({ optimizer: own });
  expect(() => optimizerOf({ optimizer: 'Adam', momentum: 0.9 })).toThrow(
    'momentum: expected an optimizer that has one, which is sgd, got adam',
  );
});

test('a strength multiplies that of every augmentation, in whole pixels where it counts those', () => {
  const augmentation = usualAugmentations(['flip', 'crop', 'rotation', 'cutout']);
  expect(resolved({ augmentation, augmentationStrength: 0.2 }).training.augmentation).toMatchObject([
    { type: 'RandomFlip' },
    { type: 'RandomCrop', padding: 1 },
    { type: 'RandomRotation', degrees: 2 },
    { type: 'Cutout', size: 2 },
  ]);
});

test('a configuration leads back to the options that it came from, whatever they were', () => {
  for (const options of [
    {},
    { weights: 'last' },
    { patience: 2, optimizer: 'Adam' },
    { validationSplit: 0, model: ['lecture-dense', 'lenet5'] },
    { loss: 'sparseCategoricalCrossentropy', classWeight: { 3: 2 } },
    { classWeight: 'balanced' },
  ]) {
    const { training, models, reliability: _, ...run } = resolved(options);
    const written = { ...run, ...training, ...(models.length > 1 && { models }) };
    const read: typeof written = JSON.parse(JSON.stringify(written));
    expect(resolved(optionsOfConfiguration(read))).toEqual(resolved(options));
  }
});

test('a configuration says nothing of a loss and of class weights where they are the default', () => {
  const { training } = resolved({});
  expect(Object.keys(training)).not.toEqual(expect.arrayContaining(['loss']));
  expect(Object.keys(training)).not.toEqual(expect.arrayContaining(['classWeight']));
  const smoothed = resolved({ labelSmoothing: 0.1 }).training;
  expect(JSON.stringify(resolved({ loss: CategoricalCrossentropy({ labelSmoothing: 0.1 }) }).training)).toBe(
    JSON.stringify(smoothed),
  );
  expect(resolved({ loss: 'categoricalCrossentropy' }).training).toStrictEqual(training);
});

test('classes are weighted by their names, or else by their indices', () => {
  const classNames = ['cat', 'dog', '0'];
  expect(resolveClassWeights({ dog: 3, 0: 2 }, classNames)).toEqual([1, 3, 2]);
  expect(resolveClassWeights({ 1: 3 }, classNames)).toEqual([1, 3, 1]);
  expect(() => resolveClassWeights({ 1: 3, dog: 2 }, classNames)).toThrow(
    'classWeight: expected each class once, got 1 and dog, which are the same',
  );
});

test('class weights are read and written as a flag holds them', () => {
  for (const [text, value] of [
    ['balanced', 'balanced'],
    ['0=1,1=3.5', { 0: 1, 1: 3.5 }],
    ['a=b=2', { 'a=b': 2 }],
    ['1,3.5', [1, 3.5]],
  ]) {
    expect(classWeights.read(String(text))).toEqual(value);
    expect(classWeights.write(value)).toBe(text);
  }
  for (const text of ['cat', 'cat=', '1,', '=2', 'cat=2,dog']) expect(classWeights.read(text)).toBe(text);
  expect(classWeights.write({ 'a,b': 2 })).toBeNull();
});

test('text is read and written as a flag holds it', () => {
  const { validationSplit, augmentation, optimizer, model } = trainingOptions;
  expect(validationSplit.kind.read?.('1/6')).toBe(1 / 6);
  expect([1 / 6, 0.1].map((value) => validationSplit.kind.write?.(value))).toEqual(['1/6', '0.1']);
  const specs = augmentation.kind.read?.('flip, crop');
  expect(augmentation.kind.write?.(specs)).toBe('flip,crop');
  expect(augmentation.kind.write?.(augmentation.kind.read?.('rotation=15,zoom'))).toBe('rotation=15,zoom');
  for (const wrong of ['flip=2', 'rotation=', 'rotation=x'])
    expect(augmentation.kind.read?.(wrong)).toBe(wrong);
  expect(augmentation.kind.read?.('flop')).toBe('flop');
  expect(optimizer.kind.read?.('adamw')).toBe('AdamW');
  expect(model.kind.read?.('lenet5, lecture-cnn')).toEqual(['lenet5', 'lecture-cnn']);
});

test('every option has a docstring, which editors show', async () => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.ts'));
  const source = (
    await Promise.all(files.map((name) => readFile(`${import.meta.dirname}/${name}`, 'utf8')))
  ).join('\n');
  const documented = [...source.matchAll(/\*\/\n {2}(\w+): (?:option|optional|addition|required)\b/g)].map(
    ([, key]) => key,
  );
  expect(documented.sort()).toEqual(keysOf(trainingOptions).sort());
});
