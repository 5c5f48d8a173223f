import { expect, test } from 'vitest';
import { accuracy } from './accuracy.ts';
import { classMetrics } from './classMetrics.ts';
import { memberCurve } from './memberCurve.ts';
import { nll } from './nll.ts';
import { rejectCurve } from './rejectCurve.ts';
import { errorDecreases, relativeErrorDecrease } from './relativeErrorDecrease.ts';

test('precision, recall and F1 are shares of a column, a row and both; null where there is nothing', () => {
  const metrics = classMetrics([
    [8, 2, 0],
    [1, 4, 0],
    [0, 0, 0],
  ]);
  expect(metrics[0]).toEqual({ label: 0, support: 10, precision: 8 / 9, recall: 0.8, f1: 16 / 19 });
  expect(metrics[1]).toEqual({ label: 1, support: 5, precision: 4 / 6, recall: 0.8, f1: 8 / 11 });
  expect(metrics[2]).toEqual({ label: 2, support: 0, precision: null, recall: null, f1: null });
});

test('the relative error decrease is the lecture’s: from 97% to 99% it is two thirds', () => {
  expect(relativeErrorDecrease(0.97, 0.99)).toBeCloseTo(0.6667, 4);
  expect(relativeErrorDecrease(0.99, 0.98)).toBeCloseTo(-1, 10);
  expect(relativeErrorDecrease(1, 1)).toBeNull();
});

test('a way of several steps has a decrease for each of them, and for the whole', () => {
  const decreases = errorDecreases([
    { name: 'dense', accuracy: 0.96 },
    { name: 'ConvNet', accuracy: 0.98 },
    { name: 'ensemble', accuracy: 0.99 },
  ]);
  expect(decreases.map(({ from, to }) => `${from} → ${to}`)).toEqual([
    'dense → ConvNet',
    'ConvNet → ensemble',
    'dense → ensemble',
  ]);
  const values = decreases.map((step) => step.relativeErrorDecrease?.toFixed(6));
  expect(values).toEqual(['0.500000', '0.500000', '0.750000']);
});

// Right with 0.9, wrong with 0.8, right with 0.7 twice, wrong with 0.6.
const answers = Float32Array.of(0.7, 0.3, 0.9, 0.1, 0.6, 0.4, 0.8, 0.2, 0.7, 0.3);
const labels = Uint8Array.of(0, 0, 1, 1, 0);

test('the reject curve leaves out the least sure first, and rows of equal confidence together', () => {
  const points = rejectCurve(answers, labels, 2);
  expect(points.map(({ answered, errors }) => [answered, errors])).toEqual([
    [5, 2],
    [4, 1],
    [2, 1],
    [1, 0],
  ]);
  expect(points.map(({ coverage }) => coverage)).toEqual([1, 0.8, 0.4, 0.2]);
  expect(points[0]).toMatchObject({ accuracy: 0.6, threshold: Math.fround(0.6) });
  expect(points[3]).toMatchObject({ accuracy: 1, threshold: Math.fround(0.9) });
});

test('the member curve begins with the mean member and ends with the mean of all', () => {
  const members = [
    Float32Array.of(0.9, 0.1, 0.6, 0.4),
    Float32Array.of(0.8, 0.2, 0.2, 0.8),
    Float32Array.of(0.4, 0.6, 0.3, 0.7),
  ];
  const truth = Uint8Array.of(0, 1);
  const curve = memberCurve(members, truth, 2);
  expect(curve.map((point) => [point.members, point.subsets])).toEqual([
    [1, 3],
    [2, 3],
    [3, 1],
  ]);
  // Members are right on 1, 2 and 1 of 2 rows; the pairs on 2, 2 and 2.
  expect(curve[0]?.accuracy.mean).toBeCloseTo(2 / 3, 12);
  expect(curve[0]?.accuracy.standardDeviation).toBeCloseTo(Math.sqrt(1 / 12), 12);
  expect(curve[1]?.accuracy).toEqual({ mean: 1, standardDeviation: 0 });
  const single = members.map((member) => nll(member, truth, 2));
  expect(curve[0]?.nll.mean).toBeCloseTo(single.reduce((sum, one) => sum + one, 0) / 3, 12);
  expect(curve[2]?.nll.mean).toBeCloseTo((-Math.log(2.1 / 3) - Math.log(1.9 / 3)) / 2, 6);
});

test('with many members the curve still uses no more than 16 subsets of a size', () => {
  const members = Array.from({ length: 20 }, (_, m) => Float32Array.of(m / 20, 1 - m / 20));
  const curve = memberCurve(members, Uint8Array.of(1), 2);
  expect(curve.map(({ subsets }) => subsets)).toEqual([...new Array<number>(19).fill(16), 1]);
  const all = Float32Array.of(0.475, 0.525);
  expect(curve[19]?.accuracy.mean).toBe(accuracy(all, Uint8Array.of(1), 2));
});
