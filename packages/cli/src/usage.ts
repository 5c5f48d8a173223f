// commander's complaints in our words: `convoy: unknown option: --member`, then which exist.

import { suggestion } from '@convoy/core/internal';
import type { Command, CommanderError } from 'commander';
import { type CliError, usageError } from './errors.ts';

/** The error of usage that says what commander found wrong in `argv`. */
export function usageErrorOf(error: CommanderError, program: Command, argv: readonly string[]): CliError {
  const { command, name } = commandOf(program, argv);
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = `\`${name} --help\` shows how it is used.`;
  switch (error.code) {
    case 'commander.unknownOption':
      return usageError(`unknown option: ${quoted}`, suggestion(quoted, longFlags(command)));
    case 'commander.unknownCommand':
      return usageError(`unknown command: ${quoted}`, suggestion(quoted, commandNames(command)));
    case 'commander.help': // a group of commands, without one of them; or help for a command that there is not
      return argv[0] === 'help' && argv[1] !== undefined
        ? usageError(`unknown command: ${argv[1]}`, suggestion(argv[1], commandNames(program)))
        : usageError(`missing command after: ${name}`, suggestion('', commandNames(command)));
    case 'commander.missingArgument':
      return usageError(`missing argument: ${quoted}`, help);
    case 'commander.optionMissingArgument':
      return usageError(`option without its value: ${quoted}`, help);
    case 'commander.missingMandatoryOptionValue':
      return usageError(`missing option: ${quoted}`, help);
    case 'commander.excessArguments':
      return usageError(`too many arguments: ${argv.join(' ')}`, help);
    default:
      return usageError(error.message.replace(/^error: /, ''), help);
  }
}

/** The command that the words of `argv` lead to: `data`, then its `list`. */
function commandOf(program: Command, argv: readonly string[]): { command: Command; name: string } {
  let [command, name] = [program, program.name()];
  for (const word of argv) {
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (!next) break;
    command = next;
    name = `${name} ${word}`;
  }
  return { command, name };
}

function commandNames(command: Command): string[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((candidate) => candidate.name()).filter((name) => name !== 'help');
}

function longFlags(command: Command): string[] {
  const flags = command.options.flatMap((option) => (option.long && !option.hidden ? [option.long] : []));
  return [...flags, '--help'];
}
