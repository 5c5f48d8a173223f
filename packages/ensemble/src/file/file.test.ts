import { CoreError, type Weights } from '@convoy/core';
import { decodeContainer, encodeContainer } from '@convoy/core/internal';
import { expect, test } from 'vitest';
import { EnsembleError } from '../errors.ts';
import { contentOf, type EnsembleContent } from './content.ts';
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
  const newer = encodeContainer({ kind: 'ensemble', version: 3, header: {}, tensors: new Map() });
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

test('weights, a temperature and networks of their own come back, and older Convoys are told that they are too old', () => {
  const [first, second] = content.members;
  if (!first || !second) throw new Error('two members are above');
  const rich: EnsembleContent = {
    ...content,
    combination: { method: 'greedy', weights: [0.25, 0.75], temperature: 0.875 },
    members: [first, { ...second, model: { inputShape: [1, 3, 1], layers: [] } }],
  };
  const bytes = encodeEnsemble(rich);
  expect(decodeEnsemble(bytes)).toEqual(rich);
  const version = (encoded: Uint8Array) => decodeContainer(encoded).version;
  expect([version(bytes), version(encodeEnsemble(content))]).toEqual([2, 1]);
});

test('a temperature or a weight that cannot be is refused', () => {
  for (const wrong of [{ temperature: 0 }, { temperature: Number.NaN }, { weights: [-1, 2] }]) {
    const members = content.members.map(({ weights: _, ...metadata }) => metadata);
    const header = { ...content, members, combination: { method: 'greedy', ...wrong } };
    const bytes = encodeContainer({ kind: 'ensemble', version: 2, header, tensors: new Map() });
    expect(() => decodeEnsemble(bytes)).toThrow(/combination\.(temperature|weights)/);
  }
});

test('members are written down in one way: the first one’s network is shared by all that have it', () => {
  const model = { inputShape: [1, 3, 1], layers: [] } as const;
  const other = { inputShape: [1, 3, 1], layers: [], name: 'other' } as const;
  const [first] = content.members;
  if (!first) throw new Error('two members are above');
  const made = contentOf(content, [
    { ...first, model },
    { ...first, member: 1, model: other },
    { ...first, member: 2, model: { ...model } },
  ]);
  expect(made.model).toBe(model);
  expect(made.members.map((member) => member.model)).toEqual([undefined, other, undefined]);
});
