import { describe, expect, it } from 'vitest';
import { type Matrix, transposeStages, winogradMatrices } from './matrices.ts';

const times = (m: Matrix, x: readonly number[]): number[] =>
  m.map((row) => row.reduce((sum, coefficient, i) => sum + coefficient * (x[i] ?? 0), 0));

const throughStages = (stages: readonly Matrix[], x: readonly number[]) =>
  stages.reduce<readonly number[]>((value, stage) => times(stage, value), x);

describe.each([2, 3, 4, 5])("Winograd's F(%i, 3)", (m) => {
  const { at, g, bt } = winogradMatrices(m);
  const data = Array.from({ length: m + 2 }, (_, i) => Math.sin(3 * i + 1));
  const filter = [0.7, -0.4, 0.9];

  it('gives the convolution with m + 2 products', () => {
    const products = times(g, filter).map((u, i) => u * (throughStages(bt, data)[i] ?? 0));
    expect(products).toHaveLength(m + 2);
    const expected = Array.from({ length: m }, (_, i) =>
      filter.reduce((sum, w, k) => sum + w * (data[i + k] ?? 0), 0),
    );
    times(at, products).forEach((y, i) => {
      expect(y).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    });
  });

  it('has the transposed input transform in its stages turned around', () => {
    const basis = Array.from({ length: m + 2 }, (_, i) => data.map((_, k) => (i === k ? 1 : 0)));
    const forward = basis.map((x) => throughStages(bt, x));
    const backward = basis.map((x) => throughStages(transposeStages(bt), x));
    forward.forEach((column, j) => {
      column.forEach((value, i) => {
        expect(backward[i]?.[j]).toBeCloseTo(value, 12);
      });
    });
  });
});

it('has no tiles of a size that would lose too many digits', () => {
  expect(() => winogradMatrices(6)).toThrow('F(6, 3)');
});
