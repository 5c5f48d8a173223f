// Kinds of values that options have. Each says what it accepts in the words of its error, `expected …`; where a value can be
// written on a command line, `read` and `write` are the way there and back.

import { suggestion } from '@convoy/core/internal';

/** What an option's value may be. */
export interface Kind<out Value> {
  /** The rest of the sentence `expected …, got …`. */
  readonly expected: string;
  readonly is: (value: unknown) => value is Value;
  /** The names that the value may be: for completion, and for the nearest to a slip. */
  readonly names?: readonly string[];
  /** Text, from a flag or a file, to a value; text that cannot be read is returned as it is, and then refused. */
  readonly read?: (text: string) => unknown;
  /** The text that `read` turns into this value; null if there is none. Without it, numbers and text are written as they are. */
  readonly write?: (value: unknown) => string | null;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): Kind<number> {
  const isLimited = most < Number.MAX_SAFE_INTEGER;
  return {
    expected: `a whole number from ${least}${isLimited ? ` to ${most}` : ''}`,
    is: (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    read: readNumber,
  };
}

/** A finite number above 0. */
export const positive: Kind<number> = {
  expected: 'a number above 0',
  is: (value): value is number => isFiniteNumber(value) && value > 0,
  read: readNumber,
};

/** A finite number of 0 or more. */
export const notNegative: Kind<number> = {
  expected: 'a number from 0',
  is: (value): value is number => isFiniteNumber(value) && value >= 0,
  read: readNumber,
};

/** A probability. */
export const probability: Kind<number> = {
  expected: 'a probability from 0 to 1',
  is: (value): value is number => isFiniteNumber(value) && value >= 0 && value <= 1,
  read: readNumber,
};

/** A part of a whole, such as 0.1 or, where a decimal would be inexact, the text `1/6`. */
export function fraction(from: 'from 0' | 'above 0'): Kind<number> {
  return {
    expected: `a fraction ${from} and below 1, such as 0.1 or 1/6`,
    is: (value): value is number =>
      isFiniteNumber(value) && (from === 'from 0' ? value >= 0 : value > 0) && value < 1,
    read: readFraction,
    write: writeFraction,
  };
}

/** Yes or no: a flag without a value. */
export const yesOrNo: Kind<boolean> = {
  expected: 'true or false',
  is: (value): value is boolean => typeof value === 'boolean',
};

/** Text that is not empty. */
export function text(expected = 'text that is not empty'): Kind<string> {
  return { expected, is: (value): value is string => typeof value === 'string' && value !== '' };
}

/** One of several names. */
export function oneOf<const Name extends string>(names: readonly Name[]): Kind<Name> {
  const known: readonly unknown[] = names;
  return {
    expected: `one of ${names.join(', ')}`,
    is: (value): value is Name => known.includes(value),
    names,
  };
}

/** A list; on a command line its items have commas between them. */
export function listOf<Item>(item: Kind<Item>): Kind<readonly Item[]> {
  const isItem = (value: unknown) => item.is(value);
  return {
    expected: `a list, each ${item.expected}`,
    is: (value): value is readonly Item[] => Array.isArray(value) && value.length > 0 && value.every(isItem),
    ...(item.names && { names: item.names }),
    read: (given) => {
      const items = given.split(',').map((each) => each.trim());
      return items.map((each) => item.read?.(each) ?? each);
    },
    write: (value) => (Array.isArray(value) ? value.join(',') : null),
  };
}

/** What a program hands over and no file or flag can hold, such as a callback. */
export function passed<Value>(expected: string, is: (value: unknown) => value is Value): Kind<Value> {
  return { expected, is, write: () => null };
}

/** Whether it is plain data with a `type`, as optimizers, schedules and augmentations are; what reads it checks the rest. */
export function hasType(value: unknown): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** `expected a whole number from 1, got 0`, and the nearest name if the value looks like a slip. */
export function refusal(
  kind: Kind<unknown>,
  value: unknown,
): { readonly message: string; readonly advice: string } {
  const words = typeof value === 'string' ? value.split(',').map((word) => word.trim()) : [];
  const unknown = words.find((word) => !kind.names?.includes(word));
  const nearest = unknown === undefined ? '' : suggestion(unknown, kind.names ?? []);
  return {
    message: `expected ${kind.expected}, got ${shown(value)}`,
    advice: /^Did you mean [^?]*\?/.exec(nearest)?.[0] ?? '',
  };
}

/** The value of an option as an error shows it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (typeof value === 'function') return 'a function';
  const json = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function readNumber(given: string): unknown {
  return given.trim() !== '' && Number.isFinite(Number(given)) ? Number(given) : given;
}

function readFraction(given: string): unknown {
  const match = /^(\d+)\/(\d+)$/.exec(given);
  return match ? Number(match[1]) / Number(match[2]) : readNumber(given);
}

/** `1/6` for what no decimal says exactly. */
function writeFraction(value: unknown): string {
  const parts = Math.round(1 / Number(value));
  return Number(value) === 1 / parts && String(value).length > 6 ? `1/${parts}` : String(value);
}
