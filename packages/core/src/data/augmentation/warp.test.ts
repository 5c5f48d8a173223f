import { describe, expect, it } from 'vitest';
import { BatchMaker } from '../batches.ts';
import { PixelMap } from './pixelMap.ts';

/** Bytes as they are, so that values can be read off. */
const asBytes = (channels: number) => ({
  mean: new Array<number>(channels).fill(0),
  standardDeviation: new Array<number>(channels).fill(1 / 255),
});

/** A 3 × 3 image of one channel through a map. */
function warped(change: (map: PixelMap) => void, images = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)) {
  const map = new PixelMap([3, 3, 1]);
  change(map);
  map.settle();
  const batch = new BatchMaker([3, 3, 1], asBytes(1), 1).make(images, null, null, 0, 1, () => map);
  return [...batch.images].map((value) => Math.round(value * 1e4) / 1e4);
}

describe('a warp', () => {
  it('turns anticlockwise about the centre', () => {
    const turn = (map: PixelMap) => {
      map.angle = Math.PI / 2;
    };
    expect(warped(turn)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  it('zooms about the centre, with the mean of two pixels half way between them', () => {
    const larger = (map: PixelMap) => {
      map.zoom = 2;
    };
    expect(warped(larger)).toEqual([3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7]);
    const smaller = (map: PixelMap) => {
      map.zoom = 0.5;
    };
    expect(warped(smaller)).toEqual([0, 0, 0, 0, 5, 0, 0, 0, 0]);
  });

  it('turns what was flipped, moves what was turned, and erases last', () => {
    const all = (map: PixelMap) => {
      map.flipHorizontally();
      map.angle = Math.PI / 2;
      map.right = 1;
      map.erase(2, 2, 5);
    };
    expect(warped(all)).toEqual([0, 1, 4, 0, 2, 5, 0, 3, 0]);
  });

  it('lets black in from beyond the border by as much as a pixel lies outside', () => {
    const map = (m: PixelMap) => {
      m.angle = Math.PI;
      m.zoom = 1.6;
      m.down = 2;
    };
    // The middle of the lowest row lies at (1 + (2 − 2 − 1) / −1.6, 1) of the original: 1.625, between 5 and 8.
    expect(warped(map)[7]).toBeCloseTo(5 * 0.375 + 8 * 0.625, 4);
    const half = (m: PixelMap) => {
      m.angle = Math.PI;
      m.zoom = 2;
      m.down = 2;
    };
    // The middle of the first row: 1 + (0 − 2 − 1) / −2 = 2.5, half of it outside.
    expect(warped(half)[1]).toBeCloseTo(4, 4);
  });

  it('leaves a black picture black, and a single pixel where it is turned to', () => {
    const turn = (map: PixelMap) => {
      map.angle = -Math.PI / 2;
    };
    expect(warped(turn, new Uint8Array(9))).toEqual(new Array(9).fill(0));
    expect(warped(turn, Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 0, 0))).toEqual([0, 9, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('interpolates each channel by itself, to the same values from bytes and from floats', () => {
    const normalization = { mean: [0.2, 0.6], standardDeviation: [0.5, 0.25] };
    const bytes = Uint8Array.from({ length: 5 * 4 * 2 }, (_, i) => (i * 67) % 256);
    const plain = new BatchMaker([5, 4, 2], normalization, 1);
    const floats = plain.make(bytes, [0], null, 0, 1).images.slice();
    const map = new PixelMap([5, 4, 2]);
    map.angle = 0.3;
    map.zoom = 0.5;
    const through = (images: Uint8Array | Float32Array) =>
      new BatchMaker([5, 4, 2], normalization, 1).make(images, null, null, 0, 1, () => map).images;
    expect([...through(bytes)]).toEqual([...through(floats)]);
    // The first corner comes from far outside: black, as normalization sees it.
    expect([...through(bytes).subarray(0, 2)]).toEqual([...Float32Array.of(-0.4, -2.4)]);
  });
});
