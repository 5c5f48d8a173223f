import { describe, expect, it } from 'vitest';
import { PixelMap } from './augmentation/pixelMap.ts';
import { BatchMaker } from './batches.ts';

/** `toEqual` on float32 values: what JavaScript computes in float64, rounded. */
function float32(values: readonly number[]): number[] {
  return [...Float32Array.from(values)];
}

describe('BatchMaker', () => {
  const normalization = { mean: [0.5, 0], standardDeviation: [0.25, 1] };

  it('gathers rows in the given order and normalizes each channel', () => {
    const batches = new BatchMaker([1, 2, 2], normalization, 2);
    const images = Uint8Array.of(0, 1, 2, 3, 10, 20, 30, 40, 255, 254, 253, 252);
    const batch = batches.make(images, [7, 8, 9], Uint32Array.of(1, 2, 0), 1, 2);
    const first = (byte: number) => (byte / 255 - 0.5) / 0.25;
    const second = (byte: number) => byte / 255;
    expect([...batch.images]).toEqual(
      float32([first(255), second(254), first(253), second(252), first(0), second(1), first(2), second(3)]),
    );
    expect([...batch.labels]).toEqual([9, 7]);
  });

  it('sees rows through their maps, bytes and floats alike, with black beyond the border', () => {
    const bytes = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80);
    const plain = new BatchMaker([1, 2, 2], normalization, 2);
    const floats = plain.make(bytes, [0, 1], null, 0, 2).images.slice();
    const map = new PixelMap([1, 2, 2]);
    const maps = (row: number) => {
      map.reset();
      if (row === 0) map.flipHorizontally();
      else map.shift(0, 1, 'zeros');
      return map;
    };
    const expected = plain
      .make(Uint8Array.of(30, 40, 10, 20, 0, 0, 50, 60), [0, 1], null, 0, 2)
      .images.slice();
    for (const images of [bytes, floats]) {
      const batch = new BatchMaker([1, 2, 2], normalization, 2).make(images, null, null, 0, 2, maps);
      expect([...batch.images]).toEqual([...expected]);
    }
  });

  it('takes floats as they are', () => {
    const batches = new BatchMaker([1, 1, 2], normalization, 3);
    const batch = batches.make(Float32Array.of(1, 2, 3, 4, 5, 6), null, null, 1, 2);
    expect([...batch.images]).toEqual([3, 4, 5, 6]);
  });

  it('writes every batch into the same memory, the smaller last one into its beginning', () => {
    const batches = new BatchMaker([1, 1, 1], { mean: [0], standardDeviation: [1] }, 2);
    const images = Uint8Array.of(0, 255, 51);
    const full = batches.make(images, [0, 1, 2], null, 0, 2);
    const rest = batches.make(images, [0, 1, 2], null, 2, 1);
    expect(rest.images.buffer).toBe(full.images.buffer);
    expect([...rest.images]).toEqual(float32([0.2]));
    expect([...rest.labels]).toEqual([2]);
    expect(batches.make(images, [0, 1, 2], null, 0, 2)).toBe(full);
  });

  it('reads bytes out of shared memory', () => {
    const images = new Uint8Array(new SharedArrayBuffer(4));
    images.set([0, 255, 255, 0]);
    const batches = new BatchMaker([1, 2, 1], { mean: [0], standardDeviation: [1] }, 2);
    expect([...batches.make(images, [0, 1], null, 0, 2).images]).toEqual([0, 1, 1, 0]);
  });
});
