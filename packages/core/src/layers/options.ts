// Reads the options of layers, optimizers and schedules, which may come from TypeScript or from a file. An option that
// is unknown, missing or of the wrong kind is an error that names what it belongs to, what was expected and what found.

import { CoreError, type CoreErrorCode } from '../errors.ts';
import { suggestion } from '../nearest.ts';

/** One number for each of height and width. */
export type Pair = readonly [height: number, width: number];

/** Reads options one by one; each method throws a `CoreError` that names the option if its value is missing or wrong. */
export interface OptionReader {
  /** A whole number above 0. */
  positiveInteger(option: string, fallback?: number): number;
  /** A whole number above 0 for both directions, or a pair of them. */
  pair(option: string, fallback?: Pair): Pair;
  /** One of several names. */
  oneOf<const T extends string>(option: string, known: readonly T[], fallback?: T): T;
  /** True or false. */
  boolean(option: string, fallback: boolean): boolean;
  /** A finite number that `allowed` accepts; `expected` says in words which. */
  number(option: string, expected: string, allowed: (value: number) => boolean, fallback?: number): number;
  /** A list of finite numbers that `allowed` accepts. */
  numbers(option: string, expected: string, allowed: (value: number) => boolean): readonly number[];
  /** Any value that is there: for options that are read by others. */
  value(option: string): unknown;
  /** The error for a value that is wrong in another way. */
  error(option: string, expected: string): CoreError;
}

/**
 * @param label What the options belong to: `conv2d_2 (Conv2D)`.
 * @param known Every option that there is, beside `type`.
 * @throws {CoreError} at once if there is another.
 */
export function readOptions(
  label: string,
  options: object,
  known: readonly string[],
  code: CoreErrorCode = 'invalid-layer',
): OptionReader {
  const values = new Map<string, unknown>(Object.entries(options));
  for (const option of values.keys()) {
    if (option === 'type' || known.includes(option)) continue;
    throw new CoreError(code, `${label}: unknown option ${option}. ${suggestion(option, known)}`);
  }

  function error(option: string, expected: string): CoreError {
    const found = values.get(option);
    const what = found === undefined ? 'it is missing' : `found ${describe(found)}`;
    return new CoreError(code, `${label}: ${option}: expected ${expected}, ${what}`);
  }

  /** The value if `accepts`, the fallback if there is none, else an error. */
  function read<T>(
    option: string,
    expected: string,
    accepts: (value: unknown) => value is T,
    fallback?: T,
  ): T {
    const value = values.get(option);
    if (value === undefined && fallback !== undefined) return fallback;
    if (!accepts(value)) throw error(option, expected);
    return value;
  }

  return {
    error,
    value: (option) => values.get(option),
    positiveInteger: (option, fallback) =>
      read(option, 'a whole number above 0', isPositiveInteger, fallback),
    boolean: (option, fallback) =>
      read(option, 'true or false', (value) => typeof value === 'boolean', fallback),
    number: (option, expected, allowed, fallback) =>
      read(option, expected, (value): value is number => isFiniteNumber(value) && allowed(value), fallback),
    numbers: (option, expected, allowed) =>
      read(
        option,
        expected,
        (value): value is readonly number[] =>
          Array.isArray(value) && value.every((item) => isFiniteNumber(item) && allowed(item)),
      ),
    pair(option, fallback) {
      const value = values.get(option);
      if (isPositiveInteger(value)) return [value, value];
      return read(option, 'a whole number above 0, or a pair of them', isPair, fallback);
    },
    oneOf(option, names, fallback) {
      type Name = (typeof names)[number];
      const isName = (value: unknown): value is Name => names.some((name) => name === value);
      return read(option, `one of ${names.join(', ')}`, isName, fallback);
    },
  };
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every(isPositiveInteger);
}

function describe(value: unknown): string {
  return typeof value === 'number' ? `${value}` : (JSON.stringify(value) ?? String(value));
}
