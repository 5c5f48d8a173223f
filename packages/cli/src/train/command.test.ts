import { expect, it } from 'vitest';
import { trainOptions } from '../options/trainOptions.ts';
import { trainCommand } from './command.ts';

it('names what is not a default, and nothing of this machine', () => {
  const options = trainOptions.parse({
    dataset: 'mnist',
    model: 'lecture-cnn',
    batchSize: '128',
    workers: 2,
    out: 'runs/a',
    dataDir: '/data',
  });
  expect(trainCommand(options)).toBe(
    'convoy train --dataset mnist --model lecture-cnn --seed 0 --batch-size 128',
  );
});

it('quotes what a shell would take apart', () => {
  const options = trainOptions.parse({ dataset: "./my cat's photos", model: 'lenet5', seed: 7 });
  expect(trainCommand(options)).toBe(
    "convoy train --dataset './my cat'\\''s photos' --model lenet5 --seed 7",
  );
});

it('is null for a model of one’s own, which no flag can hold', () => {
  expect(trainCommand(trainOptions.parse({ dataset: 'mnist', model: { layers: [] } }))).toBeNull();
});
