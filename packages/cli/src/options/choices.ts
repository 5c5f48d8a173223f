// A name out of a list of names: a wrong one says which exist and which is nearest.

import { suggestion } from '@convoy/core/internal';
import { usageError } from '../errors.ts';

/** `value` if it is one of `names`; otherwise an error of usage: `unknown model: lecture-cn`. */
export function requireOneOf<Name extends string>(kind: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw usageError(`unknown ${kind}: ${value}`, suggestion(value, names));
}
