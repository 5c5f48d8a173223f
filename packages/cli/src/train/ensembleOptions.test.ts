import { expect, it } from 'vitest';
import { modelName } from './ensembleOptions.ts';

it('a model as data is shown by its own name, as a folder can have it', () => {
  const model = { inputShape: [28, 28, 1] as const, layers: [] };
  expect(modelName({ ...model, name: 'tiny' })).toBe('tiny');
  expect(modelName(['lenet5', { ...model, name: '../my net' }])).toBe('lenet5+my-net');
  expect(modelName(model)).toBe('custom');
});
