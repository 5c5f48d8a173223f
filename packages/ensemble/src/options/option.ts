// One record per option: everything that the library, the command line, files and reports know of it follows from here.

import type { Kind } from './kind.ts';

/** The headings of the help. */
export type HelpGroup =
  | 'Model and data'
  | 'Image folders'
  | 'Training'
  | 'Ensemble'
  | 'Execution and output'
  | 'Fault tolerance'
  | 'Server'
  | 'Limits';

/**
 * What depends on an option:
 * - `member`: the bits of each member, so it is handed to the member and kept in run.json;
 * - `ensemble`: which members there are or how they become one, so it is kept in run.json;
 * - `shorthand`: it is read as a part of another option, as `patience` is of `earlyStopping`;
 * - `none`: where and how fast a run goes, and nothing of what comes out.
 */
export type Determines = 'member' | 'ensemble' | 'shorthand' | 'none';

/** An option. `Default` is what it is if it is not given: null if that is a case of its own, never if it must be given. */
export interface Option<out Value, out Default, out Bits extends Determines> {
  readonly kind: Kind<Value>;
  readonly required: boolean;
  readonly default: Default | null;
  readonly determines: Bits;
  readonly group: HelpGroup;
  /** `['--batch-size <n>', 'images per step']`; none if it can only be given to the library or in a file. */
  readonly flag: readonly [flags: string, help: string] | null;
}

/** Options by their keys. */
export type OptionTable = Readonly<Record<string, Option<unknown, unknown, Determines>>>;

interface Fields<Value, Bits extends Determines> {
  readonly kind: Kind<Value>;
  readonly determines: Bits;
  readonly group: HelpGroup;
  readonly flag?: readonly [flags: string, help: string];
}

/** An option with a default. */
export function option<Value, Bits extends Determines>(
  fields: Fields<Value, Bits> & { readonly default: NoInfer<Value> },
): Option<Value, Value, Bits> {
  return { flag: null, required: false, ...fields };
}

/** An option that may be left out, which is a case of its own: null. */
export function optional<Value, Bits extends Determines>(
  fields: Fields<Value, Bits>,
): Option<Value, null, Bits> {
  return { flag: null, required: false, default: null, ...fields };
}

/**
 * An option that may be left out, and is then left out of run.json and checkpoints as well: those of runs from before it
 * existed are then those of runs without it.
 */
export function addition<Value, Bits extends Determines>(
  fields: Fields<Value, Bits>,
): Option<Value, undefined, Bits> {
  return { flag: null, required: false, default: undefined, ...fields };
}

/** An option that must be given. */
export function required<Value, Bits extends Determines>(
  fields: Fields<Value, Bits>,
): Option<Value, never, Bits> {
  return { flag: null, required: true, default: null, ...fields };
}

type ValueOf<Record> = Record extends Option<infer Value, unknown, Determines> ? Value : never;
type DefaultOf<Record> = Record extends Option<unknown, infer Default, Determines> ? Default : never;

/** Keys of the options that must be given. */
export type RequiredKeys<Table extends OptionTable> = {
  [Key in keyof Table]: [DefaultOf<Table[Key]>] extends [never] ? Key : never;
}[keyof Table];

/** Keys of the options that determine the same. */
export type KeysThatDetermine<Table extends OptionTable, Bits extends Determines> = {
  [Key in keyof Table]: Table[Key] extends Option<unknown, unknown, Bits> ? Key : never;
}[keyof Table];

/** The values of some options. A property's docstring is that of its record, which an editor shows. */
type Values<Table extends OptionTable, Keys extends keyof Table> = {
  readonly [Key in Keys]: ValueOf<Table[Key]>;
};

/** The options as a caller gives them. */
export type Given<Table extends OptionTable, Keys extends keyof Table = keyof Table> = Values<
  Table,
  Keys & RequiredKeys<Table>
> &
  Partial<Values<Table, Exclude<Keys, RequiredKeys<Table>>>>;

/** The options with every default filled in. */
export type Complete<Table extends OptionTable, Keys extends keyof Table = keyof Table> = {
  readonly [Key in Keys]: ValueOf<Table[Key]> | DefaultOf<Table[Key]>;
};

/** Keys that TypeScript knows to be those of a table. */
export function keysOf<Table extends OptionTable>(table: Table): (keyof Table & string)[] {
  return Object.keys(table);
}

/** The entries of an object with these keys, without those that are undefined. */
export function pick<Values extends object, Key extends keyof Values>(
  values: Values,
  keys: readonly Key[],
): Pick<Values, Key> {
  const entries = keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const]));
  // Object.fromEntries knows entries, not which keys they make.
  return Object.fromEntries(entries) as Pick<Values, Key>;
}
