import { expect, test } from 'vitest';
import { accuracy } from './accuracy.ts';
import { argMax } from './argMax.ts';
import { confusionMatrix } from './confusionMatrix.ts';
import { nll } from './nll.ts';

// Four rows of three classes: right, right, wrong (a tie: the first of equals is taken), wrong.
const probabilities = Float32Array.of(0.5, 0.25, 0.25, 0, 1, 0, 0.5, 0.5, 0, 0.125, 0.125, 0.75);
const labels = Uint8Array.of(0, 1, 1, 0);

test('a row is of the class of its largest probability, the first of equals', () => {
  expect([...argMax(probabilities, 3)]).toEqual([0, 1, 0, 2]);
});

test('accuracy is the share of rows whose class is their label', () => {
  expect(accuracy(probabilities, labels, 3)).toBe(0.5);
});

test('nll is the mean of minus the logarithm of the true class, in nats', () => {
  expect(nll(probabilities, labels, 3)).toBeCloseTo((Math.log(2) + 0 + Math.log(2) + Math.log(8)) / 4, 12);
});

test('a true class of probability 0 counts as 1e-7, not as an infinite loss', () => {
  expect(nll(Float32Array.of(1, 0), Uint8Array.of(1), 2)).toBeCloseTo(-Math.log(1e-7), 12);
});

test('the confusion matrix counts labels down and predictions across', () => {
  expect(confusionMatrix(probabilities, labels, 3)).toEqual([
    [1, 0, 1],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});
