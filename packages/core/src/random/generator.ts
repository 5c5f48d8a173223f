// The one source of randomness: xoshiro128** 1.1 by David Blackman and Sebastiano Vigna, "Scrambled Linear
// Pseudorandom Number Generators", ACM Transactions on Mathematical Software 47(4), 2021 (first published 2018);
// reference code at https://prng.di.unimi.it/xoshiro128starstar.c. 32-bit arithmetic only, so it is fast in JavaScript
// and gives the same numbers everywhere. Period 2^128 − 1. Not for secrets.
//
// Randomness is an explicit argument all the way down: nothing in Convoy draws from a generator it was not given.

import { CoreError } from '../errors.ts';
import { type Seed, seedWords } from './seed.ts';

/** All that a generator remembers, as plain data: survives JSON, MessagePack and structured clone. */
export interface GeneratorState {
  /** The four 32-bit words of xoshiro128**, not all zero. */
  readonly words: readonly [number, number, number, number];
  /** The second normal of the last pair drawn, if it has not been given out yet. */
  readonly spareNormal: number | null;
}

/** A source of random numbers: the same seed gives the same ones. */
export interface Generator {
  /** A whole number in 0 … 2^32 − 1. */
  nextUint32(): number;
  /** A number in [0, 1): a multiple of 2^-24, so it is exact in float32 too. */
  uniform(): number;
  /**
   * Mean 0, standard deviation 1, by the polar method of Marsaglia and Bray (1964). The only draw that rests on
   * `Math.log`, whose last bit may differ between JavaScript engines (it does not between machines of one engine).
   */
  normal(): number;
  /** A whole number in 0 … n − 1, each exactly equally likely. */
  integer(n: number): number;
  /** The numbers 0 … n − 1 in a random order (Fisher and Yates's shuffle). */
  permutation(n: number): Uint32Array;
  /** Where the stream is now; {@link restoreGenerator} goes on from there. */
  state(): GeneratorState;
}

/**
 * A generator at the beginning of the stream of a seed.
 * @throws {CoreError} if the seed is not 32 hexadecimal digits.
 * @example
 * const generator = createGenerator(deriveSeed(7, 'glyphs'));
 */
export function createGenerator(seed: Seed): Generator {
  const [a = 0, b = 0, c = 0, d = 0] = seedWords(seed);
  // All zeros is the one state that the generator never leaves; no other seed is changed.
  const words = (a | b | c | d) === 0 ? ([1, 0, 0, 0] as const) : ([a, b, c, d] as const);
  return restoreGenerator({ words, spareNormal: null });
}

/**
 * A generator that goes on exactly where the one whose `state()` this is stood.
 * @throws {CoreError} if it is no state: not four 32-bit words, or all of them zero.
 */
export function restoreGenerator(state: GeneratorState): Generator {
  requireState(state);
  let [s0, s1, s2, s3] = state.words;
  let spareNormal = state.spareNormal;

  function nextUint32(): number {
    const scrambled = Math.imul(s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  }

  function uniform(): number {
    return (nextUint32() >>> 8) / 0x1000000;
  }

  function normal(): number {
    if (spareNormal !== null) {
      const value = spareNormal;
      spareNormal = null;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spareNormal = v * scale;
      return u * scale;
    }
  }

  function integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000) {
      throw new CoreError('invalid-argument', `integer(n): expected n from 1 to 2^32, got ${n}`);
    }
    // Draws past the last whole multiple of n would favour the small numbers: they are drawn again.
    const limit = 0x100000000 - (0x100000000 % n);
    for (;;) {
      const value = nextUint32();
      if (value < limit) return value % n;
    }
  }

  function permutation(n: number): Uint32Array {
    if (!Number.isInteger(n) || n < 0 || n > 0xffffffff) {
      throw new CoreError('invalid-argument', `permutation(n): expected n from 0 to 2^32 − 1, got ${n}`);
    }
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1);
      const swapped = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swapped;
    }
    return order;
  }

  return {
    nextUint32,
    uniform,
    normal,
    integer,
    permutation,
    state: () => ({ words: [s0 >>> 0, s1 >>> 0, s2 >>> 0, s3 >>> 0], spareNormal }),
  };
}

function requireState(state: GeneratorState): void {
  const { words, spareNormal } = state;
  const isWord = (word: unknown) =>
    typeof word === 'number' && Number.isInteger(word) && word >= 0 && word <= 0xffffffff;
  const isValid =
    Array.isArray(words) && words.length === 4 && words.every(isWord) && words.some((word) => word !== 0);
  if (!isValid || !(spareNormal === null || Number.isFinite(spareNormal))) {
    throw new CoreError(
      'invalid-argument',
      `generator state: expected four 32-bit words, not all zero, and a spare normal or null, got ${JSON.stringify(state)}`,
    );
  }
}
