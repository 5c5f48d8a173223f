import { Conv2D, createGenerator, Dense, deriveSeed, Flatten, type Tensor } from '@convoy/core';
import { expect, test } from 'vitest';
import { contentOf, ensembleOf } from '../testing/ensembles.ts';
import { randomNetwork } from '../testing/randomNetwork.ts';
import { decodeSafetensors } from './decode.ts';
import { encodeSafetensors } from './encode.ts';
import { exportSafetensors } from './export.ts';
import { importSafetensors } from './import.ts';

test('members, combination and every bit of the weights come back', () => {
  const random = createGenerator(deriveSeed(4, 'networks'));
  for (let turn = 0; turn < 40; turn++) {
    const ensemble = ensembleOf([randomNetwork(random)], { method: 'mean', temperature: 1.5 }, turn);
    const { networks, classNames, combination } = importSafetensors(exportSafetensors(ensemble));
    expect({ classNames, combination }).toEqual({
      classNames: ensemble.classNames,
      combination: ensemble.combination,
    });
    expect(networks).toEqual([ensemble.networkOf(0)]);
    ensemble.dispose();
  }
});

const layers = [
  Conv2D({ filters: 2, kernelSize: [1, 2], name: 'features.0' }),
  Flatten(),
  Dense({ units: 3, activation: 'softmax', name: 'fc' }),
];
const numbers = (...shape: number[]): Tensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => i) };
};
const tensors = new Map([
  ['features.0.weight', numbers(2, 1, 1, 2)],
  ['features.0.bias', numbers(2)],
  ['fc.weight', numbers(3, 4)],
  ['fc.bias', numbers(3)],
]);

test('with a list of layers, tensors are found by the names of layers and turned to channels last', () => {
  const { networks } = importSafetensors(encodeSafetensors(tensors, {}), { inputShape: [1, 3, 1], layers });
  const weights = networks[0]?.weights;
  expect(weights?.get('features.0/kernel')).toEqual({
    shape: [1, 2, 1, 2],
    data: Float32Array.of(0, 2, 1, 3),
  });
  // PyTorch flattens [2, 1, 2]: both columns of the first map, then those of the second.
  const rows = Float32Array.of(0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11);
  expect(weights?.get('fc/kernel')).toEqual({ shape: [4, 3], data: rows });
});

test('what is missing, left over, of another shape or of another type is named', () => {
  const config = { inputShape: [1, 3, 1], layers } as const;
  const without = new Map([...tensors].filter(([name]) => name !== 'fc.bias'));
  const read = (changed: ReadonlyMap<string, Tensor>) => () =>
    importSafetensors(encodeSafetensors(changed, {}), config);
  expect(read(without)).toThrow('fc (Dense): bias: expected a tensor of shape [3], got nothing');
  expect(read(new Map([...tensors, ['fc.bias', numbers(4)]]))).toThrow(
    'expected a tensor of shape [3], got [4]',
  );
  expect(read(new Map([...tensors, ['head.bias', numbers(4)]]))).toThrow(
    'head.bias: expected a tensor of a layer, but no layer has that name',
  );
  expect(() => importSafetensors(encodeSafetensors(tensors, {}))).toThrow(
    'layers: expected a list of layers, because the file holds none. It has tensors features.0.weight',
  );
});

test('headers that lie about sizes and places are refused', () => {
  const file = exportSafetensors(ensembleOf([contentOf([{ inputShape: [1, 3, 1], layers }]).model]));
  expect(() => decodeSafetensors(file.slice(0, -1))).toThrow('corrupt file: expected');
  expect(() => decodeSafetensors(file.slice(0, 5))).toThrow('expected a safetensors file, got 5 bytes');
  const huge = file.slice();
  new DataView(huge.buffer).setBigUint64(0, 2n ** 63n, true);
  expect(() => decodeSafetensors(huge)).toThrow('it declares a header of 9223372036854775808 bytes');
  const header = (entry: object) => {
    const json = new TextEncoder().encode(JSON.stringify({ a: entry }));
    return Uint8Array.from([json.length, 0, 0, 0, 0, 0, 0, 0, ...json, 0, 0, 0, 0]);
  };
  const shape = [1e15, 1e15];
  expect(() => decodeSafetensors(header({ dtype: 'F32', shape, data_offsets: [0, 4] }))).toThrow(
    'a: expected',
  );
  expect(() => decodeSafetensors(header({ dtype: 'F32', shape: [1], data_offsets: [4, 8] }))).toThrow(
    'a: expected 4 bytes from 0 on, got 4 to 8',
  );
});
