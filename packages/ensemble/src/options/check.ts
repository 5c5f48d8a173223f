// Values are checked against their records: in one way, with errors of one form.

import { suggestion } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import { type Kind, refusal } from './kind.ts';
import type { Complete, OptionTable } from './option.ts';

/**
 * Options as a caller gave them, checked, with every default filled in. A value that is undefined counts as not given.
 * @throws {EnsembleError} `invalid-option`: an option that does not exist, with the nearest; one that is missing; or a value
 *   that is not what its option expects
 */
export function checkOptions<Table extends OptionTable>(table: Table, given: object): Complete<Table> {
  const values = new Map<string, unknown>(Object.entries(given));
  for (const key of values.keys()) {
    if (Object.hasOwn(table, key)) continue;
    throw new EnsembleError(
      'invalid-option',
      `unknown option: ${key}. ${suggestion(key, Object.keys(table))}`,
    );
  }
  const complete = Object.entries(table).map(([key, { kind, required, default: fallback }]) => {
    const value = values.get(key);
    if (value === undefined && !required) return [key, fallback];
    return [key, checkValue(key, kind, value)];
  });
  // The entries are those of the table, each checked by its record; TypeScript does not follow keys through a list.
  return Object.fromEntries(complete) as Complete<Table>;
}

/** @throws {EnsembleError} `invalid-option`: `batchSize: expected a whole number from 1, got 0` */
export function checkValue<Value>(key: string, kind: Kind<Value>, value: unknown): Value {
  if (kind.is(value)) return value;
  const { message, advice } = refusal(kind, value);
  throw new EnsembleError('invalid-option', `${key}: ${message}${advice && `. ${advice}`}`);
}
