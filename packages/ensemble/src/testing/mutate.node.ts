// Damages the bytes of a container file in the ways that disks, transfers and attackers do.

import { createHash } from 'node:crypto';
import type { Generator } from '@convoy/core';

// Where things are in the file: `core/src/format/layout.ts`.
const HEADER_BYTES_AT = 12;
const FILE_BYTES_AT = 16;
const HEADER_AT = 24;
const CHECKSUM_BYTES = 32;

export interface Mutation {
  readonly bytes: Uint8Array;
  readonly kind: string;
  /** Whether length and checksum were made to fit the damage, as only an attacker does. */
  readonly isSealed: boolean;
}

type Mutate = (bytes: Uint8Array, random: Generator, header: Range) => Uint8Array;
interface Range {
  readonly from: number;
  readonly to: number;
}

const hugeNumbers = [0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x10000, 0x1000000];
/** MessagePack: arrays, maps, strings and bytes with a length of two or four bytes, numbers of four. */
const longTypes = [0xdc, 0xdd, 0xde, 0xdf, 0xda, 0xdb, 0xc5, 0xc6, 0xce, 0xd2, 0xca];

const kinds: Readonly<Record<string, Mutate>> = {
  truncated: (bytes, random) => bytes.slice(0, random.integer(bytes.length)),
  extended: (bytes, random) => Uint8Array.from([...bytes, ...noise(random, 1 + random.integer(100))]),
  'bits flipped': (bytes, random) => flipped(bytes, random, { from: 0, to: bytes.length }),
  'bits of the header flipped': (bytes, random, header) => flipped(bytes, random, header),
  'wrong length': (bytes, random) => {
    const copy = bytes.slice();
    const at = [HEADER_BYTES_AT, FILE_BYTES_AT, FILE_BYTES_AT + 4][random.integer(3)] ?? HEADER_BYTES_AT;
    const wrong = random.integer(2) === 0 ? random.integer(2 * bytes.length) : pick(hugeNumbers, random);
    new DataView(copy.buffer).setUint32(at, wrong, true);
    return copy;
  },
  'huge size declared': (bytes, random, { from, to }) => {
    const copy = bytes.slice();
    const at = from + random.integer(to - from - 5);
    copy[at] = pick(longTypes, random);
    new DataView(copy.buffer).setUint32(at + 1, pick(hugeNumbers, random));
    return copy;
  },
  'piece moved': (bytes, random) => {
    const copy = bytes.slice();
    const length = 1 + random.integer(200);
    copy.copyWithin(random.integer(bytes.length), random.integer(bytes.length), random.integer(bytes.length));
    return copy.copyWithin(random.integer(bytes.length), 0, length);
  },
  'piece cut out': (bytes, random) => {
    const at = random.integer(bytes.length);
    const length = 1 + random.integer(100);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
  },
  zeroed: (bytes, random) => {
    const at = random.integer(bytes.length);
    return bytes.slice().fill(0, at, at + 1 + random.integer(512));
  },
};

/** One of every kind in turn; half of them with length and checksum made to fit. */
export function mutate(original: Uint8Array, random: Generator, turn: number): Mutation {
  const names = Object.keys(kinds);
  const kind = names[turn % names.length] ?? '';
  const isSealed = Math.floor(turn / names.length) % 2 === 1;
  const headerBytes = new DataView(original.buffer, original.byteOffset).getUint32(HEADER_BYTES_AT, true);
  const header = { from: HEADER_AT, to: HEADER_AT + headerBytes };
  const bytes = kinds[kind]?.(original, random, header) ?? original;
  return { bytes: isSealed ? sealed(bytes, kind !== 'wrong length') : bytes, kind, isSealed };
}

function sealed(bytes: Uint8Array, fixLength: boolean): Uint8Array {
  if (bytes.length < HEADER_AT + CHECKSUM_BYTES) return bytes;
  if (fixLength) new DataView(bytes.buffer).setBigUint64(FILE_BYTES_AT, BigInt(bytes.length), true);
  const checksum = createHash('sha256').update(bytes.subarray(0, -CHECKSUM_BYTES)).digest();
  bytes.set(checksum, bytes.length - CHECKSUM_BYTES);
  return bytes;
}

function flipped(bytes: Uint8Array, random: Generator, { from, to }: Range): Uint8Array {
  const copy = bytes.slice();
  for (let flips = 1 + random.integer(4); flips > 0; flips--) {
    const at = from + random.integer(to - from);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(8));
  }
  return copy;
}

function noise(random: Generator, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(256));
}

function pick(values: readonly number[], random: Generator): number {
  return values[random.integer(values.length)] ?? 0;
}
