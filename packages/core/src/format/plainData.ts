// Plain data is what a header may hold: null, booleans, numbers, strings, arrays, and objects without a class. Its
// canonical form has the keys of every object in the order of their code units and no undefined fields, so that equal
// content gives equal bytes whatever order it was built in.

import { CoreError, type CoreErrorCode } from '../errors.ts';

/** What JSON can hold. */
export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

/** Deeper nesting than any configuration needs; a bound for what is read from files. */
export const maxDepth = 64;

/**
 * A copy of `value` in canonical form.
 * @throws {CoreError} with `code`, naming the path of the first thing that is not plain data.
 */
export function toPlainData(value: unknown, path: string, code: CoreErrorCode, depth = 0): PlainData {
  if (depth > maxDepth) throw new CoreError(code, `${path}: nested deeper than ${maxDepth} levels`);
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    case 'object':
      break;
    default:
      throw new CoreError(code, `${path}: expected plain data, found ${typeof value}`);
  }
  if (value === null) return null;
  if (Array.isArray(value))
    return value.map((item, i) => toPlainData(item, `${path}[${i}]`, code, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CoreError(code, `${path}: expected plain data, found ${value.constructor.name}`);
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, toPlainData(field, `${path}.${key}`, code, depth + 1)] as const);
  return Object.fromEntries(fields);
}
