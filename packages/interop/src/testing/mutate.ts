// Damages a file in the ways that disks, transfers and attackers do, whatever its format.

import type { Generator } from '@convoy/core';

type Mutate = (bytes: Uint8Array, random: Generator) => Uint8Array;

const hugeNumbers = [0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x10000, 0x1000000];

const kinds: Readonly<Record<string, Mutate>> = {
  truncated: (bytes, random) => bytes.slice(0, random.integer(bytes.length)),
  extended: (bytes, random) => Uint8Array.from([...bytes, ...noise(random, 1 + random.integer(100))]),
  'bits flipped': flipped,
  'bits of the beginning flipped': (bytes, random) => ofPart(bytes, random, 0, flipped),
  'bits of the end flipped': (bytes, random) => ofPart(bytes, random, bytes.length - 3000, flipped),
  'huge number': (bytes, random) => {
    const copy = bytes.slice();
    const at = random.integer(Math.min(2000, bytes.length - 8));
    const number = hugeNumbers[random.integer(hugeNumbers.length)] ?? 0;
    new DataView(copy.buffer).setUint32(random.integer(2) === 0 ? at : bytes.length - 8 - at, number, true);
    return copy;
  },
  'digits of text changed': (bytes, random) => {
    const copy = bytes.slice();
    const start = random.integer(bytes.length);
    const digit = copy.findIndex((byte, at) => at >= start && byte >= 0x30 && byte <= 0x39);
    if (digit >= 0) copy.fill(0x39, digit, digit + 1 + random.integer(3));
    return copy;
  },
  'piece moved': (bytes, random) => {
    const from = random.integer(bytes.length);
    return bytes.slice().copyWithin(random.integer(bytes.length), from, from + 1 + random.integer(200));
  },
  'piece cut out': (bytes, random) => {
    const at = random.integer(bytes.length);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random.integer(100))]);
  },
  'piece repeated': (bytes, random) => {
    const at = random.integer(bytes.length);
    const end = at + 1 + random.integer(300);
    return Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(at)]);
  },
  zeroed: (bytes, random) => {
    const at = random.integer(bytes.length);
    return bytes.slice().fill(0, at, at + 1 + random.integer(512));
  },
};

/** One of every kind in turn. */
export function mutate(original: Uint8Array, random: Generator, turn: number) {
  const names = Object.keys(kinds);
  const kind = names[turn % names.length] ?? '';
  return { kind, bytes: kinds[kind]?.(original, random) ?? original };
}

/** Of the 3,000 bytes from a place on, where sizes and names are. */
function ofPart(bytes: Uint8Array, random: Generator, from: number, change: Mutate): Uint8Array {
  const start = Math.max(0, from);
  const copy = bytes.slice();
  copy.set(change(copy.slice(start, start + 3000), random), start);
  return copy;
}

function flipped(bytes: Uint8Array, random: Generator): Uint8Array {
  const copy = bytes.slice();
  for (let flips = 1 + random.integer(4); flips > 0; flips--) {
    const at = random.integer(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(8));
  }
  return copy;
}

function noise(random: Generator, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(256));
}
