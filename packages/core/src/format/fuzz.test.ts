import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { createGenerator, type Generator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { decodeContainer } from './decode.ts';
import { encodeContainer } from './encode.ts';
import { unpackPlainData } from './messagePack.ts';

const original = encodeContainer({
  kind: 'checkpoint',
  version: 1,
  header: { epoch: 3, losses: [0.5, 0.25], layers: [{ type: 'Dense', units: 10 }], text: 'x'.repeat(300) },
  tensors: new Map([
    ['dense_1/kernel', { shape: [20, 10], data: new Float32Array(200).fill(0.5) }],
    ['dense_1/bias', { shape: [10], data: new Float32Array(10) }],
  ]),
});
const headerEnd = 24 + new DataView(original.buffer).getUint32(12, true);

function sealed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 32) bytes.set(sha256(bytes.subarray(0, -32)), bytes.length - 32);
  return bytes;
}

/** Throws whatever is not a CoreError. */
function isRefused(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    if (error instanceof CoreError) return true;
    throw error;
  }
}

function flipBits(random: Generator, bytes: Uint8Array, from: number, to: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let flips = 1 + random.integer(4); flips > 0; flips--) {
    const at = from + random.integer(to - from);
    copy[at] = (copy[at] as number) ^ (1 << random.integer(8));
  }
  // An even number of flips may meet on one bit.
  return copy.every((byte, i) => byte === bytes[i]) ? flipBits(random, bytes, from, to) : copy;
}

describe('a damaged container', () => {
  it('is refused after any of 3,000 random bit flips', () => {
    const random = createGenerator(deriveSeed(1, 'flips'));
    for (let i = 0; i < 3000; i++) {
      const damaged = flipBits(random, original, 0, original.length);
      expect(isRefused(() => decodeContainer(damaged))).toBe(true);
    }
  });

  it('is refused with any length field set to a large number', () => {
    const lengths = [1, 25, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
    for (const seal of [false, true]) {
      for (const at of [12, 16, 20]) {
        for (const length of lengths) {
          const damaged = Uint8Array.from(original);
          new DataView(damaged.buffer).setUint32(at, length, true);
          expect(isRefused(() => decodeContainer(seal ? sealed(damaged) : damaged))).toBe(true);
        }
      }
    }
  });

  it('gives a CoreError or a container, never another error, when its checksum was made to fit', () => {
    const random = createGenerator(deriveSeed(1, 'sealed flips'));
    let refused = 0;
    for (let i = 0; i < 3000; i++) {
      const damaged = sealed(flipBits(random, original, 8, headerEnd));
      if (isRefused(() => decodeContainer(damaged))) refused++;
    }
    expect(refused).toBeGreaterThan(300);
  });

  it('is refused when its header declares more than there is, without allocating it', () => {
    const headers = [
      [0xdd, 0xff, 0xff, 0xff, 0xff], // an array of 2^32 − 1 items
      [0xdf, 0xff, 0xff, 0xff, 0xff], // a map
      [0xdb, 0xff, 0xff, 0xff, 0xff], // a string
      [0xc6, 0xff, 0xff, 0xff, 0xff], // bytes, which are not plain data
      [0xc7, 0x01, 0x72, 0x00], // an extension
      [0xc1], // no type at all
      [0xcd, 0x01], // half a number
      [0xc0, 0xc0], // two values
      [],
      new Array<number>(10_000).fill(0x91), // arrays in arrays
    ];
    for (const header of headers)
      expect(isRefused(() => unpackPlainData(Uint8Array.from(header)))).toBe(true);
  });

  it('is no header, or a plain one, when its bytes are random', () => {
    const random = createGenerator(deriveSeed(1, 'noise'));
    for (let i = 0; i < 3000; i++) {
      const noise = Uint8Array.from({ length: 1 + random.integer(60) }, () => random.integer(256));
      isRefused(() => unpackPlainData(noise));
    }
  });
});
