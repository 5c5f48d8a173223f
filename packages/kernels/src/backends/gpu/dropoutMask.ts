import { isKept } from '../../dropout.ts';

/** For each element of a batch 0 if it is dropped, 1 / (1 − rate) if it is kept: see `dropout.ts`. */
export function dropoutMask(count: number, key: ArrayLike<number>, rate: number): Float32Array {
  const mask = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (isKept(i, key[0] ?? 0, key[1] ?? 0, rate)) mask[i] = 1 / (1 - rate);
  }
  return mask;
}
