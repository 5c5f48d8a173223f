import { describe, expect, it } from 'vitest';
import { cifar10ClassNames, parseCifar10Batch, parseCifar10Batches } from './cifar10.ts';

/** A record whose red, green and blue planes count up from different numbers. */
function record(label: number): Uint8Array {
  const bytes = new Uint8Array(3073);
  bytes[0] = label;
  for (let pixel = 0; pixel < 1024; pixel++) {
    bytes[1 + pixel] = pixel % 256;
    bytes[1 + 1024 + pixel] = (pixel + 100) % 256;
    bytes[1 + 2048 + pixel] = (pixel + 200) % 256;
  }
  return bytes;
}

describe('parseCifar10Batch', () => {
  it('turns planes into pixels of three channels', () => {
    const split = parseCifar10Batch(Uint8Array.of(...record(3), ...record(9)));
    expect(split.count).toBe(2);
    expect(Array.from(split.labels)).toEqual([3, 9]);
    const second = split.images.subarray(3072);
    // Row 2, column 5 is pixel 69.
    expect(Array.from(second.subarray(3 * 69, 3 * 69 + 3))).toEqual([69, 169, 13]);
    expect(split.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('joins batches in order', () => {
    const batches = [1, 2].map((label) => ({ bytes: record(label), where: `batch ${label}` }));
    expect(Array.from(parseCifar10Batches(batches).labels)).toEqual([1, 2]);
  });

  it('refuses a file that is no whole number of records', () => {
    expect(() => parseCifar10Batch(record(1).subarray(0, 3000), 'data_batch_1.bin')).toThrow(
      'data_batch_1.bin: expected records of 3073 bytes, found 3000 bytes',
    );
    expect(() => parseCifar10Batch(new Uint8Array())).toThrow('found 0 bytes');
  });

  it('refuses a label that is no class', () => {
    expect(() => parseCifar10Batch(Uint8Array.of(...record(0), ...record(10)))).toThrow(
      'label 10 in row 1, expected 0 to 9',
    );
  });

  it('has the ten class names in the order of the labels', () => {
    expect(cifar10ClassNames.join(' ')).toBe('airplane automobile bird cat deer dog frog horse ship truck');
  });
});
