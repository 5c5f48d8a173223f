import { expect, test } from 'vitest';
import { choose, readOptions } from './options.ts';

const benches = [{ name: 'train' }, { name: 'inference' }];
const peers = [{ name: 'pytorch' }, { name: 'tfjs' }];

test('names choose among benches and peers, each for itself', () => {
  expect(choose(benches, ['train', 'tfjs'], peers)).toEqual([{ name: 'train' }]);
  expect(choose(peers, ['train', 'tfjs'], benches)).toEqual([{ name: 'tfjs' }]);
  // No peer is named: all of them.
  expect(choose(peers, ['train'], benches)).toEqual(peers);
  expect(choose(benches, [], peers)).toEqual(benches);
});

test('an unknown name is an error that says which there are', () => {
  expect(() => choose(benches, ['tensorflow'], peers)).toThrow(
    '--only: no bench or peer is named tensorflow. There are: train, inference, pytorch, tfjs',
  );
});

test('defaults are five rounds of ten seconds with two members', () => {
  expect(readOptions([])).toEqual({
    rounds: 5,
    seconds: 10,
    warmupSeconds: 1,
    members: 2,
    airbenchBatchSize: 512,
    only: [],
    list: false,
    json: false,
    out: null,
    help: false,
  });
});

test('a wrong option is named with its value', () => {
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds: expected a whole number above 0, got 0');
  expect(() => readOptions(['--seconds', 'ten'])).toThrow('--seconds: expected a number above 0, got ten');
  expect(() => readOptions(['--speed'])).toThrow('--speed');
});
