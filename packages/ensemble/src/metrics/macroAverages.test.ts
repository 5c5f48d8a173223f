import { expect, it } from 'vitest';
import { accuracy } from './accuracy.ts';
import { classMetrics } from './classMetrics.ts';
import { macroAverages } from './macroAverages.ts';
import { topKAccuracy } from './topKAccuracy.ts';

// By hand, for labels [0, 0, 0, 1, 1, 2] and predictions [0, 0, 1, 1, 1, 3]: the recalls are 2/3, 1 and 0, the precisions 1, 2/3,
// 0 (never predicted) and 0 (no rows).
const matrix = [
  [2, 1, 0, 0, 0],
  [0, 2, 0, 0, 0],
  [0, 0, 0, 1, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0],
];

it('macro averages give each class that occurs the same weight', () => {
  const { balancedAccuracy, precision, recall, f1 } = macroAverages(classMetrics(matrix));
  expect(balancedAccuracy).toBeCloseTo(5 / 9, 12);
  expect(precision).toBeCloseTo(5 / 12, 12);
  expect(recall).toBeCloseTo(5 / 12, 12);
  expect(f1).toBeCloseTo(0.4, 12);
});

it('averages of nothing are null', () => {
  const nothing = { balancedAccuracy: null, precision: null, recall: null, f1: null };
  expect(macroAverages(classMetrics([[0]]))).toEqual(nothing);
});

it('top-k accuracy counts labels among the k likeliest classes', () => {
  const probabilities = Float32Array.from([0.5, 0.3, 0.2, 0.4, 0.4, 0.2, 0.1, 0.2, 0.7]);
  const labels = [1, 1, 0];
  expect([1, 2, 3].map((k) => topKAccuracy(probabilities, labels, 3, k))).toEqual([0, 2 / 3, 1]);
  expect(topKAccuracy(probabilities, labels, 3, 1)).toBe(accuracy(probabilities, labels, 3));
  expect(() => topKAccuracy(probabilities, labels, 3, 4)).toThrow(
    'k: expected a whole number from 1 to 3, got 4',
  );
});
