// Records of options to commander's flags, and back. The tables load the engine's lists of names, so a command's flags are
// added when that command runs, shows its help or is completed: `convoy --help` does not wait for them.

import { keysOf, type OptionTable } from '@convoy/ensemble/options';
import { type Command, Option as Flag } from 'commander';
import { flagOf } from './flagOf.ts';

/** With fewer flags than this, headings are more than they help. */
const FEW = 12;

/** Adds the flag of every option that has one, with its default and the names that it takes. */
export function addFlags(command: Command, table: OptionTable): void {
  const flags = keysOf(table).flatMap((key) => flagsOf(key, table));
  const hasHeadings = flags.length >= FEW;
  for (const [flag, group] of flags) command.addOption(hasHeadings ? flag.helpGroup(`${group}:`) : flag);
}

function flagsOf(key: string, table: OptionTable): (readonly [Flag, string])[] {
  const record = table[key];
  if (!record?.flag) return [];
  const [flags, help] = record.flag;
  const flag = new Flag(flags, help + defaultText(record));
  // For completion alone: a wrong value gets an error of ours, with the nearest name.
  if (record.kind.names) flag.argChoices = [...record.kind.names];
  const shown = [flag, record.group] as const;
  if (flag.long === flagOf(key) || flag.negate) return [shown];
  // A short flag, such as --tta, beside the option's own name.
  return [shown, [new Flag(flags.replace(flag.long ?? '', flagOf(key)), help).hideHelp(), record.group]];
}

function defaultText({ kind, default: fallback }: NonNullable<OptionTable[string]>): string {
  if (typeof fallback !== 'number' && typeof fallback !== 'string') return '';
  return ` (default: ${kind.write?.(fallback) ?? fallback})`;
}

/** The flag that an option has: `--batch-size`, `--tta`. */
export function flagNamed(key: string, table: OptionTable): string {
  const record = table[key];
  return (record?.flag && new Flag(record.flag[0]).long) ?? flagOf(key);
}

/** What was typed, by the keys of the options. */
export function typedFlags(command: Command, table: OptionTable): Readonly<Record<string, unknown>> {
  const typed = keysOf(table).flatMap((key) => {
    const names = [flagNamed(key, table), flagOf(key)].map((long) => new Flag(long).attributeName());
    const name = names.find((each) => command.getOptionValueSource(each) === 'cli');
    return name === undefined ? [] : [[key, command.getOptionValue(name)] as const];
  });
  return Object.fromEntries(typed);
}
