import { checkOptions } from '@convoy/ensemble/options';
import { expect, it } from 'vitest';
import { fromRecipe, trainOptions } from '../options/trainOptions.ts';
import { trainCommand } from './command.ts';

it('names what is not a default, and nothing of this machine', () => {
  const options = checkOptions(trainOptions, {
    dataset: 'mnist',
    model: 'lecture-cnn',
    batchSize: 128,
    workers: 2,
    out: 'runs/a',
    dataDir: '/data',
  });
  expect(trainCommand(options)).toBe(
    'convoy train --dataset mnist --model lecture-cnn --seed 0 --batch-size 128',
  );
});

it('quotes what a shell would take apart, and says of a folder what follows from its size', () => {
  const options = checkOptions(trainOptions, { dataset: "./my cat's photos", model: 'lenet5', seed: 7 });
  expect(trainCommand(options)).toBe(
    "convoy train --dataset './my cat'\\''s photos' --model lenet5 --seed 7 --epochs 3 --batch-size 256 --augmentation none",
  );
});

it('is null for a model of one’s own, which no flag can hold', () => {
  expect(
    trainCommand(
      checkOptions(trainOptions, { dataset: 'mnist', model: { inputShape: [28, 28, 1], layers: [] } }),
    ),
  ).toBeNull();
});

it('names a recipe, and what is not as it says', () => {
  const recipe = { recipe: 'airbench-quarter', seed: 7 };
  const asItIs = checkOptions(trainOptions, { ...fromRecipe(recipe), ...recipe });
  expect(trainCommand(asItIs)).toBe('convoy train --recipe airbench-quarter --seed 7');
  const longer = checkOptions(trainOptions, { ...fromRecipe(recipe), ...recipe, epochs: 40 });
  expect(trainCommand(longer)).toBe('convoy train --recipe airbench-quarter --seed 7 --epochs 40');
});
