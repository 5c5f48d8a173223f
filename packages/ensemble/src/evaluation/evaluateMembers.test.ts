import { expect, test } from 'vitest';
import { fitCombination } from '../combine/fit.ts';
import { qualityMetrics } from '../metrics/qualityMetrics.ts';
import { evaluateMembers } from './evaluateMembers.ts';

const classNames = ['cat', 'dog'];
const labels = Uint8Array.of(0, 1, 0, 1);
const members = [
  Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.3, 0.7),
  Float32Array.of(0.6, 0.4, 0.6, 0.4, 0.9, 0.1, 0.1, 0.9),
];

test('a report holds the members, their mean, the ensemble and what it gains', () => {
  const report = evaluateMembers({ members, labels, classNames, memberNumbers: [0, 3] });
  expect(report).toMatchObject({ images: 4, classNames, combination: { method: 'mean' } });
  expect(report.members.map(({ member, accuracy }) => [member, accuracy])).toEqual([
    [0, 0.75],
    [3, 0.75],
  ]);
  expect(report.meanMember.accuracy).toEqual({ mean: 0.75, standardDeviation: 0 });
  const mean = Float32Array.of(0.75, 0.25, 0.4, 0.6, 0.65, 0.35, 0.2, 0.8);
  expect(report.ensemble.accuracy).toBe(1);
  expect(report.ensemble.nll).toBeCloseTo(qualityMetrics(mean, labels, 2).nll, 6);
  expect(report.diversity).toMatchObject({ meanDisagreement: 0.5, accuracyGain: 0.25 });
  expect(report.relativeErrorDecrease).toBe(1);
  expect(report.confusionMatrix).toEqual([
    [2, 0],
    [0, 2],
  ]);
  expect(report.classes[1]).toEqual({ name: 'dog', label: 1, support: 2, precision: 1, recall: 1, f1: 1 });
  expect(report.macro).toEqual({ balancedAccuracy: 1, precision: 1, recall: 1, f1: 1 });
  expect(report.topK).toEqual([]);
  expect(report.curve.map((point) => point.accuracy.mean)).toEqual([0.75, 1]);
  expect(report.rejectCurve[0]).toMatchObject({ coverage: 1, accuracy: 1 });
});

test('without a temperature there is no figure after it', () => {
  const { calibration, ensemble } = evaluateMembers({ members, labels, classNames });
  expect(calibration).toMatchObject({ temperature: null, before: ensemble, after: null });
});

test('a temperature changes the ensemble’s metrics, and those before it stay to be compared', () => {
  const combination = fitCombination({ method: 'mean', calibrate: true }, members, labels, 2);
  const { calibration, ensemble } = evaluateMembers({ members, labels, classNames, combination });
  expect(calibration.temperature).toBe(combination.temperature);
  expect(calibration.after).toMatchObject({ ...ensemble });
  expect(calibration.after?.nll).toBeLessThan(calibration.before.nll);
  expect(calibration.after?.accuracy).toBe(calibration.before.accuracy);
});

test('a report survives JSON as it is', () => {
  const report = evaluateMembers({ members, labels, classNames });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
