// How a run's one seed becomes the many independent seeds of its members and purposes.
//
// A derived seed is a hash of the run's seed and of a path such as ('member', 2, 'order'). Streams with different paths
// have nothing to do with each other, and adding a new purpose never changes the numbers of an old one.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { CoreError } from '../errors.ts';

/** 32 lower-case hexadecimal digits: the 128 bits of state that a generator begins with. */
export type Seed = string;

const seedPattern = /^[0-9a-f]{32}$/;

/**
 * The seed of one stream of random numbers: the first 16 bytes of SHA-256 over the JSON text (UTF-8) of
 * `["convoy", runSeed, ...path]`. JSON keeps `1` and `'1'` apart, and ('ab', 'c') from ('a', 'bc').
 *
 * @throws {CoreError} if `runSeed` or a number of the path is not a non-negative safe integer.
 * @example
 * const generator = createGenerator(deriveSeed(7, 'member', 0, 'order'));
 */
export function deriveSeed(runSeed: number, ...path: readonly (string | number)[]): Seed {
  requireSeedNumber('run seed', runSeed);
  for (const step of path) if (typeof step === 'number') requireSeedNumber('number in a seed path', step);
  const digest = sha256(utf8ToBytes(JSON.stringify(['convoy', runSeed, ...path])));
  return bytesToHex(digest.subarray(0, 16));
}

/** The four 32-bit words of a seed, each pair of digits one byte, little-endian. */
export function seedWords(seed: Seed): Uint32Array {
  if (!seedPattern.test(seed)) {
    throw new CoreError(
      'invalid-argument',
      `seed: expected 32 lower-case hexadecimal digits, got ${JSON.stringify(seed)}. Make one with deriveSeed(number, …)`,
    );
  }
  const words = new Uint32Array(4);
  for (let i = 0; i < 16; i++) {
    const byte = Number.parseInt(seed.slice(2 * i, 2 * i + 2), 16);
    words[i >> 2] = (words[i >> 2] as number) | (byte << (8 * (i & 3)));
  }
  return words;
}

function requireSeedNumber(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new CoreError(
      'invalid-argument',
      `${what}: expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got ${value}`,
    );
  }
}
