import { expect, test } from 'vitest';
import { disagreementMatrix, meanDisagreement } from './disagreement.ts';
import { diversity } from './diversity.ts';
import { entropies, mutualInformation } from './uncertainty.ts';

const certain = Float32Array.of(1, 0, 0, 1);
const opposite = Float32Array.of(0, 1, 0, 1);
const unsure = Float32Array.of(0.5, 0.5, 0.5, 0.5);

test('entropy is 0 for certainty and the logarithm of the classes for no idea', () => {
  expect([...entropies(Float32Array.of(1, 0, 0, 0), 4)]).toEqual([0]);
  expect(entropies(new Float32Array(4).fill(0.25), 4)[0]).toBeCloseTo(Math.log(4), 6);
  expect(entropies(Float32Array.of(0.7, 0.2, 0.1), 3)[0]).toBeCloseTo(0.801818552, 6);
});

test('members that are each certain of something else share no information: ln 2 on the row they differ on', () => {
  const [differ, agree] = mutualInformation([certain, opposite], 2);
  expect(differ).toBeCloseTo(Math.log(2), 6);
  expect(agree).toBe(0);
});

test('members that are equally unsure of the same do not disagree', () => {
  expect([...mutualInformation([unsure, unsure, unsure], 2)]).toEqual([0, 0]);
});

test('mutual information is the entropy of the mean less the mean entropy', () => {
  const members = [Float32Array.of(0.9, 0.1), Float32Array.of(0.3, 0.7)];
  expect(mutualInformation(members, 2)[0]).toBeCloseTo(0.205038029, 6);
  expect(mutualInformation(members, 2, [0.25, 0.75])[0]).toBeCloseTo(0.148719844, 6);
});

test('disagreement counts the rows with different classes, for each pair', () => {
  const third = Float32Array.of(0.2, 0.8, 0.9, 0.1);
  const matrix = disagreementMatrix([certain, opposite, third], 2);
  expect(matrix).toEqual([
    [0, 0.5, 1],
    [0.5, 0, 0.5],
    [1, 0.5, 0],
  ]);
  expect(meanDisagreement(matrix)).toBeCloseTo(2 / 3, 12);
});

test('a single member has no diversity', () => {
  expect(diversity([certain], 2, 0)).toEqual({
    disagreement: [[0]],
    meanDisagreement: 0,
    mutualInformation: 0,
    accuracyGain: 0,
  });
});
