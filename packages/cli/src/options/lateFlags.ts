// Flags that are added to a command when it is needed. Imports nothing, so that every command can.

import type { OptionTable } from '@convoy/ensemble/options';
import type { Command } from 'commander';

type Tables = () => Promise<OptionTable>;

const waiting = new WeakMap<Command, Tables>();

/** Says which table holds the flags of a command. */
export function withFlags(command: Command, tables: Tables): Command {
  waiting.set(command, tables);
  return command;
}

/** Adds to a command, and to those below it, the flags that are not there yet. */
export async function completeFlags(command: Command): Promise<void> {
  const tables = waiting.get(command);
  if (tables) {
    waiting.delete(command);
    const { addFlags } = await import('./flags.ts');
    addFlags(command, await tables());
  }
  for (const each of command.commands) await completeFlags(each);
}
