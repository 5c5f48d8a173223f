import { describe, expect, it } from 'vitest';
import { dropThreshold, fmix32, isKept } from './dropout.ts';

function share(count: number, holds: (index: number) => boolean): number {
  return Array.from({ length: count }, (_, index) => holds(index)).filter(Boolean).length / count;
}

describe('dropout masks', () => {
  it('mix integers as MurmurHash3 does', () => {
    expect(fmix32(0)).toBe(0);
    expect(fmix32(1) >>> 0).toBe(0x514e28b7);
    expect(fmix32(2) >>> 0).toBe(0x30f4c306);
    expect(fmix32(0xffffffff) >>> 0).toBe(0x81f16f39);
  });

  it('keep the share that the rate asks for', () => {
    // 100,000 draws: four standard deviations are at most 0.0064.
    for (const rate of [0.1, 0.25, 0.5, 0.9]) {
      expect(Math.abs(share(100_000, (i) => isKept(i, 123, -456, rate)) - (1 - rate))).toBeLessThan(0.0064);
    }
  });

  it('keep everything at rate 0 and nothing at rate 1', () => {
    expect(dropThreshold(0)).toBe(0);
    expect(share(1000, (i) => isKept(i, 5, 6, 0))).toBe(1);
    expect(share(1000, (i) => isKept(i, 5, 6, 1))).toBe(0);
  });

  it('are the same for the same key', () => {
    const mask = () => Array.from({ length: 64 }, (_, i) => isKept(i, -7, 2 ** 31 - 1, 0.5));
    expect(mask()).toEqual(mask());
  });

  it('are independent for keys that differ by one in either half, and for neighbouring elements', () => {
    const agreement = (key0: number, key1: number, shift = 0) =>
      share(100_000, (i) => isKept(i, 10, 20, 0.5) === isKept(i + shift, key0, key1, 0.5));
    for (const agreed of [agreement(11, 20), agreement(10, 21), agreement(10, 20, 1)]) {
      expect(Math.abs(agreed - 0.5)).toBeLessThan(0.0064);
    }
  });
});
