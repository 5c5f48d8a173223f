import { createGenerator, deriveSeed } from '@convoy/core';
import { expect, test } from 'vitest';
import { EnsembleError } from '../errors.ts';
import { argMax } from '../metrics/argMax.ts';
import { nll } from '../metrics/nll.ts';
import { combine } from './combination.ts';
import { fitCombination } from './fit.ts';
import { greedyWeights } from './greedy.ts';
import { mean } from './mean.ts';
import { applyTemperature, fitTemperature } from './temperature.ts';
import { vote } from './vote.ts';

test('a majority wins the vote over a member that is surer', () => {
  const members = [Float32Array.of(0.51, 0.49), Float32Array.of(0.55, 0.45), Float32Array.of(0.01, 0.99)];
  expect([...argMax(mean(members), 2)]).toEqual([1]);
  const ballots = vote(members, 2);
  expect([...argMax(ballots, 2)]).toEqual([0]);
  expect(ballots[0]).toBeCloseTo((2 + 1.07 / 3) / 4, 6);
  expect((ballots[0] ?? 0) + (ballots[1] ?? 0)).toBeCloseTo(1, 6);
});

test('a tie of votes is decided by the mean probability', () => {
  expect([...argMax(vote([Float32Array.of(0.9, 0.1), Float32Array.of(0.4, 0.6)], 2), 2)]).toEqual([0]);
  expect([...argMax(vote([Float32Array.of(0.6, 0.4), Float32Array.of(0.1, 0.9)], 2), 2)]).toEqual([1]);
});

test('greedy selection leaves out a member that only harms, and weighs the others by how often they are chosen', () => {
  const good = Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.9, 0.1);
  const other = Float32Array.of(0.5, 0.5, 0.1, 0.9, 0.8, 0.2);
  const harmful = Float32Array.of(0.1, 0.9, 0.9, 0.1, 0.1, 0.9);
  const labels = Uint8Array.of(0, 1, 0);
  const members = [harmful, good, other];
  const weights = greedyWeights(members, labels, 2);
  expect(weights[0]).toBe(0);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  const found = nll(combine({ method: 'greedy', weights }, members, 2), labels, 2);
  // No mixture on a fine grid is better by more than the step of a fiftieth allows.
  for (let w = 0; w <= 100; w++) {
    const mixed = combine({ method: 'greedy', weights: [0, w / 100, 1 - w / 100] }, members, 2);
    expect(found).toBeLessThan(nll(mixed, labels, 2) + 1e-3);
  }
  expect(found).toBeLessThan(nll(mean(members), labels, 2));
});

test('greedy selection of equal members takes the first: ties are not a matter of chance', () => {
  const member = Float32Array.of(0.7, 0.3);
  expect(greedyWeights([member, member, member], Uint8Array.of(0), 2)).toEqual([1, 0, 0]);
});

test('weights that are missing or of another number are refused', () => {
  const members = [Float32Array.of(0.9, 0.1), Float32Array.of(0.4, 0.6)];
  expect(() => combine({ method: 'greedy' }, members, 2)).toThrow(EnsembleError);
  expect(() => combine({ method: 'greedy', weights: [1] }, members, 2)).toThrow(/2 members, but 1 weights/);
});

const rows = Float32Array.of(
  ...[0.7, 0.2, 0.1],
  ...[0.3, 0.6, 0.1],
  ...[0.25, 0.25, 0.5],
  ...[0.9, 0.05, 0.05],
  ...[0.4, 0.35, 0.25],
  ...[0.1, 0.1, 0.8],
);

test('a temperature near 0 leaves the largest probability, and one that is not above 0 is refused', () => {
  const cold = applyTemperature(Float32Array.of(0.2, 0.3, 0.5, 0.4, 0.2, 0.4), 3, 0.001);
  expect([...cold]).toEqual([0, 0, 1, 0.5, 0, 0.5]);
  expect([...applyTemperature(Float32Array.of(0.2, 0.8), 2, Number.MIN_VALUE)]).toEqual([0, 1]);
  for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => applyTemperature(rows, 3, temperature)).toThrow(
      `temperature: expected a number above 0, got ${temperature}`,
    );
  }
});

test('a temperature of 2 takes the square root of each probability, and keeps the order', () => {
  const flat = applyTemperature(rows, 3, 2);
  const roots = [0.7, 0.2, 0.1].map(Math.sqrt);
  const sum = roots.reduce((a, b) => a + b, 0);
  for (const [c, root] of roots.entries()) expect(flat[c]).toBeCloseTo(root / sum, 6);
  expect(argMax(flat, 3)).toEqual(argMax(rows, 3));
});

test('the fitted temperature is where a search over a fine grid finds the least NLL', () => {
  // A grid of 1/100,000 gives 0.65994, with an NLL of 0.627998356.
  const labels = Uint8Array.of(0, 1, 1, 0, 2, 2);
  const temperature = fitTemperature(rows, labels, 3);
  expect(temperature).toBeCloseTo(0.65994, 4);
  expect(nll(applyTemperature(rows, 3, temperature), labels, 3)).toBeCloseTo(0.627998356, 6);
});

test('labels that are drawn from flattened probabilities give back the temperature they were flattened with', () => {
  const generator = createGenerator(deriveSeed(5, 'temperature'));
  const count = 20_000;
  const sharp = new Float32Array(count * 3);
  for (let n = 0; n < count; n++) {
    const logits = [0, 1, 2].map(() => 2 * generator.normal());
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    for (const [c, logit] of logits.entries()) sharp[n * 3 + c] = Math.exp(logit) / sum;
  }
  const honest = applyTemperature(sharp, 3, 1.7);
  const labels = Uint8Array.from({ length: count }, (_, n) => {
    const draw = generator.uniform();
    const [a = 0, b = 0] = honest.subarray(n * 3);
    return draw < a ? 0 : draw < a + b ? 1 : 2;
  });
  expect(Math.abs(fitTemperature(sharp, labels, 3) - 1.7)).toBeLessThan(0.05);
});

test('where every row is right, or certain and wrong, the temperature stays in its bounds', () => {
  expect(fitTemperature(Float32Array.of(0.9, 0.1), Uint8Array.of(0), 2)).toBe(0.05);
  expect(fitTemperature(Float32Array.of(0.9, 0.1), Uint8Array.of(1), 2)).toBe(20);
  expect(fitTemperature(Float32Array.of(1, 0), Uint8Array.of(1), 2)).toBeGreaterThan(0);
});

test('a combination is pooled first, and its temperature fitted to the pool', () => {
  const members = [rows, Float32Array.from(rows, () => 1 / 3)];
  const labels = Uint8Array.of(0, 1, 1, 0, 2, 2);
  const combination = fitCombination({ method: 'mean', calibrate: true }, members, labels, 3);
  expect(combination).toEqual({ method: 'mean', temperature: fitTemperature(mean(members), labels, 3) });
  expect(combine(combination, members, 3)).toEqual(
    applyTemperature(mean(members), 3, combination.temperature ?? 0),
  );
  expect(fitCombination({ method: 'vote' }, members, labels, 3)).toEqual({ method: 'vote' });
});
