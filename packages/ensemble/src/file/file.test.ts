import { CoreError, encodeContainer, type Weights } from '@convoy/core';
import { expect, test } from 'vitest';
import { EnsembleError } from '../errors.ts';
import type { EnsembleContent } from './content.ts';
import { decodeEnsemble } from './decode.ts';
import { encodeEnsemble } from './encode.ts';

const weights = (first: number): Weights =>
  new Map([
    ['dense_1/kernel', { shape: [3, 2], data: Float32Array.from({ length: 6 }, (_, i) => first + i / 7) }],
    ['dense_1/bias', { shape: [2], data: Float32Array.of(first, -first) }],
  ]);
const content: EnsembleContent = {
  model: { inputShape: [1, 3, 1], layers: [] },
  classNames: ['left', 'right'],
  dataset: { name: 'sides', sha256: '00ff' },
  combination: { method: 'mean' },
  members: [0, 2].map((member) => ({
    member,
    seed: '0123',
    epochs: 3,
    accuracy: 0.75,
    nll: 0.5,
    weights: weights(member + 0.1),
  })),
};

test('an ensemble comes back as it was, to the bit', () => {
  const decoded = decodeEnsemble(encodeEnsemble(content));
  expect(decoded).toEqual(content);
  expect(encodeEnsemble(decoded)).toEqual(encodeEnsemble(content));
});

test('a file that is truncated, corrupt, newer, or something else is refused, and says so', () => {
  const bytes = encodeEnsemble(content);
  const corrupt = Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 40 ? byte ^ 1 : byte));
  const newer = encodeContainer({ kind: 'ensemble', version: 2, header: {}, tensors: new Map() });
  const other = encodeContainer({ kind: 'checkpoint', version: 1, header: {}, tensors: new Map() });
  const refused: [Uint8Array, string][] = [
    [bytes.subarray(0, bytes.length - 1), 'truncated-file'],
    [corrupt, 'corrupt-file'],
    [newer, 'newer-version'],
    [other, 'wrong-kind'],
    [new TextEncoder().encode('{"event":"done"}, which is no ensemble'), 'not-a-container'],
  ];
  for (const [wrong, code] of refused) {
    expect(() => decodeEnsemble(wrong)).toThrow(expect.objectContaining({ constructor: CoreError, code }));
  }
});

test('a container whose header is not that of an ensemble is refused with the field that is wrong', () => {
  const header = { ...content, members: [], classNames: 'many' };
  const bytes = encodeContainer({ kind: 'ensemble', version: 1, header, tensors: new Map() });
  expect(() => decodeEnsemble(bytes)).toThrow(EnsembleError);
  expect(() => decodeEnsemble(bytes)).toThrow(/classNames/);
});
