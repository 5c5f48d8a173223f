import { expect, test } from 'vitest';
import { brierScore } from './brier.ts';
import { expectedCalibrationError, reliabilityBins } from './reliability.ts';

// Confidences 0.7, 0.58, 0.5, 0.9, 0.42, 0.78: right, right, wrong, right, wrong, right.
const probabilities = Float32Array.of(
  ...[0.7, 0.2, 0.1],
  ...[0.32, 0.58, 0.1],
  ...[0.25, 0.25, 0.5],
  ...[0.9, 0.05, 0.05],
  ...[0.42, 0.33, 0.25],
  ...[0.1, 0.12, 0.78],
);
const labels = Uint8Array.of(0, 1, 1, 0, 2, 2);

test('the Brier score is the squared distance to the label, averaged over the rows', () => {
  const rows = [0.14, 0.2888, 0.875, 0.015, 0.8478, 0.0728];
  const expected = rows.reduce((sum, row) => sum + row, 0) / 6;
  expect(brierScore(probabilities, labels, 3)).toBeCloseTo(expected, 6);
  expect(brierScore(Float32Array.of(1, 0), Uint8Array.of(0), 2)).toBe(0);
  expect(brierScore(Float32Array.of(1, 0), Uint8Array.of(1), 2)).toBe(2);
});

test('with every row in a bin of its own, ECE is the mean distance between confidence and being right', () => {
  const bins = reliabilityBins(probabilities, labels, 3);
  expect(bins).toHaveLength(15);
  expect(bins.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0]);
  expect(expectedCalibrationError(bins)).toBeCloseTo((0.3 + 0.42 + 0.5 + 0.1 + 0.42 + 0.22) / 6, 6);
});

test('rows that share a bin are averaged before they are compared', () => {
  const bins = reliabilityBins(probabilities, labels, 3, 2);
  // Confidences 0.5 and 0.42 lie in (0, 0.5], both wrong; the other four in (0.5, 1], all right.
  expect(bins[0]).toMatchObject({ from: 0, to: 0.5, count: 2, accuracy: 0 });
  expect(bins[0]?.confidence).toBeCloseTo(0.46, 6);
  expect(bins[1]).toMatchObject({ from: 0.5, to: 1, count: 4, accuracy: 1 });
  expect(bins[1]?.confidence).toBeCloseTo(0.74, 6);
  expect(expectedCalibrationError(bins)).toBeCloseTo((2 * 0.46 + 4 * 0.26) / 6, 6);
});

test('a certain row is in the last bin, and an empty bin has no accuracy', () => {
  const bins = reliabilityBins(Float32Array.of(1, 0), Uint8Array.of(0), 2);
  expect(bins[14]).toEqual({ from: 14 / 15, to: 1, count: 1, confidence: 1, accuracy: 1 });
  expect(bins[0]).toEqual({ from: 0, to: 1 / 15, count: 0, confidence: null, accuracy: null });
  expect(expectedCalibrationError(bins)).toBe(0);
});
