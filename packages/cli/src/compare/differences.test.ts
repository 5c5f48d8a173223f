import type { RunManifest } from '@convoy/ensemble';
import { expect, test } from 'vitest';
import { differences, shortText } from './differences.ts';

/** As much of a run's description as is compared here. */
function manifest(configuration: object): RunManifest {
  return {
    configuration,
    dataset: { name: 'mnist', classNames: ['0', '1'] },
    backend: { name: 'wasm', details: {} },
    versions: {},
    hardware: { cores: 2 },
  } as unknown as RunManifest;
}
const network = (name: string, ...filters: number[]) => ({
  name,
  layers: filters.map((each) => ({ type: 'Conv2D', filters: each, kernelSize: [3, 3] })),
});

test('only values that are not the same everywhere are named; one that a run lacks is null', () => {
  const found = differences([
    manifest({ seed: 1, epochs: 3, optimizer: { type: 'SGD', learningRate: 0.1 }, augmentation: [] }),
    manifest({ seed: 1, epochs: 5, optimizer: { type: 'Adam' }, augmentation: [] }),
  ]);
  expect(found).toEqual([
    { name: 'epochs', values: [3, 5] },
    { name: 'optimizer.type', values: ['SGD', 'Adam'] },
    { name: 'optimizer.learningRate', values: [0.1, null] },
  ]);
});

test('layers are compared where the network is the same one, and not between different networks', () => {
  const [same, changed] = [manifest({ model: network('a', 8) }), manifest({ model: network('a', 16) })];
  expect(differences([same, changed])).toEqual([{ name: 'model.layers.0.filters', values: [8, 16] }]);
  const other = manifest({ model: network('b', 16, 32) });
  expect(differences([same, other])).toEqual([{ name: 'model.name', values: ['a', 'b'] }]);
});

test('runs that are alike differ in nothing', () => {
  expect(differences([manifest({ seed: 1 }), manifest({ seed: 1 })])).toEqual([]);
});

test('hashes are shown by their beginning', () => {
  expect([shortText('ab'.repeat(32)), shortText(null), shortText(0.5)]).toEqual([
    'abababababab…',
    '–',
    '0.5',
  ]);
});
