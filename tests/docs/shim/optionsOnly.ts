// Reads a command line as `convoy` does, and does nothing: an option that does not exist, a missing argument or value fails.

import { Command } from 'commander';
import { addCommands } from '../../../packages/cli/src/commands/list.ts';
import { completeFlags } from '../../../packages/cli/src/options/lateFlags.ts';

/** @throws {CommanderError} saying what is wrong with the words */
export async function requireKnownOptions(words: readonly string[]): Promise<void> {
  const program = new Command('convoy')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  addCommands(program);
  await completeFlags(program);
  silence(program);
  program.parse(words, { from: 'user' });
}

function silence(command: Command): void {
  for (const one of command.commands) {
    if (one.commands.length === 0) one.action(() => {});
    silence(one);
  }
}
