// Flags over the configuration file over defaults, then one check of it all.

import { suggestion } from '@convoy/core/internal';
import { type Complete, checkOptions, keysOf, type OptionTable, refusal } from '@convoy/ensemble/options';
import { usageError } from '../errors.ts';
import { readConfig } from './config.ts';
import { flagNamed } from './flags.ts';
import { importOwnModules } from './ownModules.ts';

type Values = Readonly<Record<string, unknown>>;

export interface ReadOptions {
  /** The JSON file that `--config` names. */
  readonly config?: string | null | undefined;
  /** Options that the file may hold and that this command leaves alone: those of a training, where it only needs the network. */
  readonly ignored?: OptionTable;
  /** What the options are where neither a flag nor the file says it, such as those of a recipe. */
  readonly base?: (given: Values) => Values;
  /** A command with what is missing, for the error. */
  readonly example?: string;
  /** Keys of required options that may be missing here, because they are chosen afterwards. */
  readonly chosenLater?: (given: Values) => readonly string[];
}

/**
 * Reads the options of a command: what was typed, over the configuration file, over the base, over the defaults.
 * @param typed by the options' keys
 * @throws {CliError} of usage, naming the option and its value, if one is missing, wrong or unknown
 */
export async function readOptions<Table extends OptionTable>(
  table: Table,
  typed: Values,
  options: ReadOptions = {},
): Promise<Complete<Table>> {
  return checkOptions(table, await readGiven(table, typed, options));
}

/** As {@link readOptions}, without the defaults: only what was given. */
export async function readGiven(
  table: OptionTable,
  typed: Values,
  { config = null, ignored = {}, base = () => ({}), example, chosenLater = () => [] }: ReadOptions = {},
): Promise<Values> {
  const isOther = (key: string) => Object.hasOwn(ignored, key) && !Object.hasOwn(table, key);
  const inConfig = config === null ? {} : await readConfig(config);
  const file = Object.fromEntries(Object.entries(inConfig).filter(([key]) => !isOther(key)));
  const above: Values = { ...file, ...typed };
  const given: Values = { ...base(above), ...above };
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(table, key));
  if (unknown !== undefined) {
    throw usageError(`unknown option in ${config}: ${unknown}`, suggestion(unknown, keysOf(table)));
  }
  if (Object.hasOwn(table, 'modules') && given.modules !== undefined) await importOwnModules(given.modules);
  requireAll(table, given, chosenLater(given), example);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const values = entries.map(([key, value]) => {
    const inFile = !(key in typed) && config !== null;
    return [key, read(table, key, value, inFile ? `${key} in ${config}` : flagNamed(key, table))];
  });
  return Object.fromEntries(values);
}

function read(table: OptionTable, key: string, given: unknown, name: string): unknown {
  const kind = table[key]?.kind;
  const value = typeof given === 'string' ? (kind?.read?.(given) ?? given) : given;
  if (!kind || kind.is(value)) return value;
  const { message, advice } = refusal(kind, given);
  throw usageError(
    `${name}: ${message}`,
    advice || 'Change the value, or leave the option out for its default.',
  );
}

/** @throws {CliError} of usage that says all that is missing, and what it may be */
function requireAll(
  table: OptionTable,
  given: Values,
  chosenLater: readonly string[],
  example: string | undefined,
): void {
  const missing = keysOf(table).filter(
    (key) => table[key]?.required && given[key] === undefined && !chosenLater.includes(key),
  );
  if (missing.length === 0) return;
  const flags = missing.map((key) => flagNamed(key, table));
  const choices = missing.map((key) => `  ${flagNamed(key, table)}: ${table[key]?.kind.expected}`);
  throw usageError(
    `missing ${flags.length === 1 ? 'option' : 'options'}: ${flags.join(', ')}`,
    [...choices, ...(example === undefined ? [] : [`For example: ${example}`])].join('\n'),
  );
}
