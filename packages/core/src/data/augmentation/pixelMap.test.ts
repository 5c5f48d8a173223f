import { describe, expect, it } from 'vitest';
import { PixelMap } from './pixelMap.ts';

function mapped(change: (map: PixelMap) => void) {
  const map = new PixelMap([3, 5, 1]);
  change(map);
  return { rows: [...map.rows], columns: [...map.columns] };
}

describe('PixelMap', () => {
  it('shifts down and right, and reflects at the border without repeating the edge', () => {
    expect(mapped((map) => map.shift(1, 2, 'reflect'))).toEqual({
      rows: [1, 0, 1],
      columns: [2, 1, 0, 1, 2],
    });
    expect(mapped((map) => map.shift(-1, -4, 'reflect'))).toEqual({
      rows: [1, 2, 1],
      columns: [4, 3, 2, 1, 0],
    });
  });

  it('marks what a shift with zeros leaves empty', () => {
    expect(mapped((map) => map.shift(-1, 7, 'zeros'))).toEqual({
      rows: [1, 2, -1],
      columns: [-1, -1, -1, -1, -1],
    });
  });

  it('does one change after the other: a shift, then a flip of what was shifted', () => {
    const change = (map: PixelMap) => {
      map.shift(0, 1, 'zeros');
      map.flipHorizontally();
      map.shift(1, 0, 'zeros');
      map.flipVertically();
    };
    expect(mapped(change)).toEqual({ rows: [1, 0, -1], columns: [3, 2, 1, 0, -1] });
  });
});
