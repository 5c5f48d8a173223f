import { describe, expect, it } from 'vitest';
import { digitStyles } from './digits.ts';
import { parsePath } from './path.ts';

describe('parsePath', () => {
  it('makes a stroke of every M, and keeps the points of lines', () => {
    expect(parsePath('M.5 .05 L.5 .95 L1 0 M.3 .95 L.76 .95')).toEqual([
      [0.5, 0.05, 0.5, 0.95, 1, 0],
      [0.3, 0.95, 0.76, 0.95],
    ]);
  });

  it('follows a Bézier curve to its end, by the middle that its control points give', () => {
    const [stroke = []] = parsePath('M0 0 C0 1 1 1 1 0');
    expect(stroke.length).toBe(2 * 9);
    expect(stroke.slice(-2)).toEqual([1, 0]);
    expect(stroke.slice(8, 10)).toEqual([0.5, 0.75]);
  });
});

describe('the digits', () => {
  it('are drawn inside their box, each in several styles', () => {
    expect(digitStyles.length).toBe(10);
    for (const styles of digitStyles) {
      expect(styles.length).toBeGreaterThanOrEqual(3);
      for (const coordinate of styles.flatMap(parsePath).flat()) {
        expect(coordinate).toBeGreaterThanOrEqual(0);
        expect(coordinate).toBeLessThanOrEqual(1);
      }
    }
  });
});
