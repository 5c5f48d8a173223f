// What running text names exists: commands and options (`convoy report RUN`, `--calibrate`), source files
// (`layers/list.ts`).

import { execFileSync } from 'node:child_process';
import { Command, CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { addCommands } from '../../packages/cli/src/commands/list.ts';
import { completeFlags } from '../../packages/cli/src/options/lateFlags.ts';
import { readPage } from './markdown.ts';
import { pageNames, repository } from './pages.ts';
import { requireKnownOptions } from './shim/optionsOnly.ts';

/** Flags of other programs that a page names: of `pnpm test:soak`. */
const foreign = new Set(['--kills', '--fuzz', '--operations']);

/** What a name or a shortened command leaves out is no error. */
const incomplete = new Set([
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
  'commander.optionMissingArgument',
  'commander.help',
  'commander.helpDisplayed',
]);

const program = new Command('convoy');
addCommands(program);
await completeFlags(program);
const flags = new Set(flagsOf(program));

function flagsOf(command: Command): string[] {
  const own = command.options.flatMap(({ long }) => (long ? [long] : []));
  return ['--help', '--version', ...own, ...command.commands.flatMap((one) => flagsOf(one))];
}

async function faultOf(text: string): Promise<string | null> {
  const [, line] = /^(?:\$ )?(?:(?:npx|pnpm(?: exec)?) )?convoy ([^…|>]+)/.exec(text) ?? [];
  const flag = /^--[a-z][a-z-]*/.exec(text)?.[0];
  if (flag !== undefined) return flags.has(flag) || foreign.has(flag) ? null : `no command has ${flag}`;
  if (line === undefined) return null;
  try {
    await requireKnownOptions(line.trim().split(/\s+/));
    return null;
  } catch (error) {
    if (error instanceof CommanderError && incomplete.has(error.code)) return null;
    return error instanceof Error ? error.message : String(error);
  }
}

const sources = execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' }).split('\n');

it.each(pageNames)('source files that the text of %s names exist', (name) => {
  const missing = readPage(name).code.filter(
    ({ text }) => /^[\w./-]+\.m?ts$/.test(text) && !sources.some((file) => `/${file}`.endsWith(`/${text}`)),
  );
  expect(missing.map(({ line, text }) => `${name}:${line}: ${text}`)).toEqual([]);
});

it.each(pageNames)('commands and options that the text of %s names exist', async (name) => {
  const faults: string[] = [];
  for (const { line, text } of readPage(name).code) {
    const fault = await faultOf(text);
    if (fault !== null) faults.push(`${name}:${line}: ${text}: ${fault}`);
  }
  expect(faults).toEqual([]);
});
