import { expect, test } from 'vitest';
import { EnsembleError } from '../errors.ts';
import { mean } from './mean.ts';

test('the mean of members is their average, cell by cell', () => {
  const members = [Float32Array.of(1, 0, 0.5, 0.5), Float32Array.of(0, 1, 0.25, 0.75)];
  expect(mean(members)).toEqual(Float32Array.of(0.5, 0.5, 0.375, 0.625));
});

test('one member is its own mean, to the bit', () => {
  const member = Float32Array.from({ length: 30 }, (_, i) => 1 / (i + 3));
  expect(mean([member])).toEqual(member);
});

test('sums are kept in float64, so that many equal members have exactly their value as mean', () => {
  const member = Float32Array.of(0.1, 0.9, 1 / 3);
  expect(mean(Array.from({ length: 1000 }, () => member))).toEqual(member);
});

test('no members, or members of different sizes, are refused', () => {
  expect(() => mean([])).toThrow(EnsembleError);
  expect(() => mean([new Float32Array(4), new Float32Array(6)])).toThrow(/member 1 has 6/);
});
