import { Dense, Flatten, GlobalAveragePooling2D, MaxPooling2D, type SequentialConfig } from '@convoy/core';
import { encodeContainer } from '@convoy/core/internal';
import { describe, expect, it } from 'vitest';
import { Ensemble } from '../ensemble.ts';

/** The bytes of an ensemble of small files and large claims. */
function file(
  model: SequentialConfig,
  members: readonly number[] = [0],
  stray = 'members/0/none',
): Uint8Array {
  const metrics = { epochs: 1, accuracy: 1, nll: 0, seed: '0' };
  const header = {
    model,
    classNames: ['a', 'b'],
    dataset: { name: 'x', sha256: '00' },
    combination: { method: 'mean' },
    members: members.map((member) => ({ member, ...metrics })),
  };
  const tensors = new Map([[stray, { shape: [1], data: new Float32Array(1) }]]);
  return encodeContainer({ kind: 'ensemble', version: 1, header, tensors });
}

const head = [Dense({ units: 2, activation: 'softmax' })];

describe('an ensemble file of a few hundred bytes', () => {
  it('cannot ask for gigabytes of activations', async () => {
    const huge = file({ inputShape: [50_000, 50_000, 1], layers: [GlobalAveragePooling2D(), ...head] });
    expect(huge.length).toBeLessThan(1000);
    await expect(Ensemble.load(huge)).rejects.toThrow(
      '2500000000 numbers per image up to its input, expected at most 67108864',
    );
  });

  it('cannot ask for minutes of compiling a pooling window', async () => {
    const layers = [MaxPooling2D({ poolSize: 4000 }), Flatten(), ...head];
    await expect(Ensemble.load(file({ inputShape: [4000, 4000, 1], layers }))).rejects.toThrow(
      'has a window of 4000 × 4000, expected at most 65536 in all',
    );
  });

  it('cannot have more layers or members than anybody trains', async () => {
    const layers = new Array(1001).fill(Flatten());
    await expect(Ensemble.load(file({ inputShape: [2, 2, 1], layers }))).rejects.toThrow(/layers/);
    const members = Array.from({ length: 10_001 }, (_, member) => member);
    await expect(Ensemble.load(file({ inputShape: [2, 2, 1], layers: head }, members))).rejects.toThrow(
      /members/,
    );
  });

  it('cannot give two members one number, or tensors to nobody', async () => {
    const model: SequentialConfig = { inputShape: [2, 2, 1], layers: [Flatten(), ...head] };
    await expect(Ensemble.load(file(model, [0, 0]))).rejects.toThrow('two members have one number');
    await expect(Ensemble.load(file(model, [0], 'members/7/x'))).rejects.toThrow('tensors of no member');
  });
});
