// What can follow the words of a command line. Read from the commander program itself, so that completion knows every
// command and option that there is.

import { datasetNames } from '@convoy/core/node';
import type { Argument, Command, Option } from 'commander';
import { completeFlags } from '../options/lateFlags.ts';

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

export interface Candidates {
  readonly words: readonly Candidate[];
  /** Whether files and folders fit as well: the shell knows them. */
  readonly files: boolean;
}

const nothing: Candidates = { words: [], files: false };

/**
 * @param given words of the command line after the program's name; the last is the one being typed, perhaps empty. bash
 *   breaks `--model=lenet5` and `gpu:webgpu` into three words each, the others do not: both are understood.
 */
export async function candidatesFor(program: Command, given: readonly string[]): Promise<Candidates> {
  await completeFlags(program);
  const { words, offset } = mended(given);
  const { words: found, files } = candidatesAfter(program, words);
  return {
    words: found.map(({ value, description }) => ({ value: value.slice(offset), description })),
    files,
  };
}

/** The words as they were typed, and how much of the last is not bash's last word: that is not to be repeated. */
function mended(given: readonly string[]): { words: readonly string[]; offset: number } {
  const words: string[] = [];
  let offset = 0;
  for (const [index, word] of given.entries()) {
    const continues = word === ':' || given[index - 1] === ':';
    const before = continues ? (words.pop() ?? '') : '';
    offset = word === ':' ? before.length + 1 : before.length;
    words.push(before + word);
  }
  return { words, offset };
}

function candidatesAfter(program: Command, words: readonly string[]): Candidates {
  const typed = words.at(-1) ?? '';
  const { command, pending, position } = placeAfter(program, words.slice(0, -1));
  const isFlag = typed.startsWith('-');
  if (pending && !(pending.variadic && isFlag)) return valuesOf(pending, typed === '=' ? '' : typed);
  if (isFlag) return flagsOf(command, typed, words.slice(0, -1));
  const subcommands = command.createHelp().visibleCommands(command);
  if (subcommands.length > 0) return startingWith(typed, subcommands.map(candidateOf));
  return argumentAt(program, command, position, typed);
}

interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  /** How many arguments of the command were given. */
  readonly position: number;
}

function placeAfter(program: Command, words: readonly string[]): Place {
  let command = program;
  let pending: Option | undefined;
  let position = 0;
  for (const word of words) {
    if (word === '=') continue;
    if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      pending = option && (option.required || option.optional) ? option : undefined;
    } else if (pending) {
      if (!pending.variadic) pending = undefined;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next) command = next;
      else position++;
    }
  }
  return { command, pending, position };
}

function flagsOf(command: Command, typed: string, given: readonly string[]): Candidates {
  const [flag = '', value] = typed.split('=', 2);
  const options = command.createHelp().visibleOptions(command);
  if (value !== undefined) {
    const option = options.find(({ long }) => long === flag);
    const { words } = option ? valuesOf(option, value) : nothing;
    return { words: words.map((each) => ({ ...each, value: `${flag}=${each.value}` })), files: false };
  }
  const open = options.filter(({ long, variadic }) => long && (variadic || !given.includes(long)));
  return startingWith(
    typed,
    open.map(({ long, description }) => ({ value: long ?? '', description })),
  );
}

/** Placeholders whose value is a path: `<folder>`, `<run>` … */
const paths = /folder|file|run|image/;

function valuesOf(option: Option, typed: string): Candidates {
  const names = option.argChoices ?? [];
  // Of `lecture-cnn,lec`, only what follows the comma is being typed.
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const placeholder = /<(.*)>/.exec(option.flags)?.[1] ?? '';
  return {
    ...startingWith(typed, plain(names.map((name) => before + name))),
    files: paths.test(placeholder) || option.long === '--dataset',
  };
}

function argumentAt(program: Command, command: Command, position: number, typed: string): Candidates {
  const last = command.registeredArguments.at(-1);
  const argument: Argument | undefined =
    command.registeredArguments[position] ?? (last?.variadic ? last : undefined);
  if (!argument) return nothing;
  if (argument.name() === 'command') return startingWith(typed, program.commands.map(candidateOf));
  if (paths.test(argument.name())) return { words: [], files: true };
  const isDataset = command.parent?.name() === 'data';
  return startingWith(typed, plain(isDataset ? datasetNames : (argument.argChoices ?? [])));
}

function candidateOf(command: Command): Candidate {
  return { value: command.name(), description: command.description() };
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}

function startingWith(typed: string, words: readonly Candidate[]): Candidates {
  return { words: words.filter(({ value }) => value.startsWith(typed)), files: false };
}
