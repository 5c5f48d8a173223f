import { expect, test } from 'vitest';
import { philox } from './philox.ts';

function hexadecimal(...[k0, k1, c0, c1, c2, c3]: [number, number, number, number, number, number]): string {
  const words = new Uint32Array(4);
  philox(words, k0, k1, c0, c1, c2, c3);
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

test('gives the known answers of its authors (Random123, kat_vectors)', () => {
  expect(hexadecimal(0, 0, 0, 0, 0, 0)).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  const ones = 0xffffffff;
  expect(hexadecimal(ones, ones, ones, ones, ones, ones)).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
  expect(hexadecimal(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)).toBe(
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  );
});
