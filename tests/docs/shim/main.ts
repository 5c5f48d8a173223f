// What `convoy`, `pnpm`, `npm` and `npx` are while the documents are tested: they run the real command, in the short form
// of `shortForm.ts`, and keep a line about it. Usage: node main.ts PROGRAM WORD…
// `node main.ts ts FILE` runs a program of the documents.

import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '../pages.ts';
import { requireKnownOptions } from './optionsOnly.ts';
import { type Prepared, provide, provideForProgram } from './provide.ts';
import { behind } from './scripts.ts';
import { type SmallData, shortForm } from './shortForm.ts';

const [program = '', ...words] = process.argv.slice(2);
const { CONVOY_DOCS_LOG: log = '', CONVOY_DOCS_PREPARED: prepared = '' } = process.env;
const places: Prepared & SmallData = JSON.parse(readFileSync(prepared, 'utf8'));

if (program === 'ts') await runProgram(resolve(words[0] ?? ''));
else if (program === 'convoy') await runConvoy(words);
else await runBehind();

async function runProgram(file: string): Promise<void> {
  await provideForProgram(readFileSync(file, 'utf8'), places);
  await import(pathToFileURL(file).href);
}

async function runConvoy(words: readonly string[]): Promise<void> {
  const form = await shortForm(words, places);
  note(form.how === 'run' ? form.words : `options only: ${form.reason}`);
  if (form.how === 'options') return requireKnownOptions(form.words);
  await provide(form.words, places);
  const main = `${repository}/packages/cli/src/main.ts`;
  process.argv = [process.execPath, main, ...form.words];
  await import(main);
}

async function runBehind(): Promise<void> {
  const command = behind(program, words);
  if (command.kind === 'convoy') return runConvoy(command.words);
  if (command.kind === 'known') return note(`not run: ${command.reason}`);
  note(command.words);
  process.exitCode = spawnSync(process.execPath, command.words, { stdio: 'inherit' }).status ?? 1;
}

function note(ran: readonly string[] | string): void {
  appendFileSync(log, `${JSON.stringify({ written: [program, ...words].join(' '), ran })}\n`);
}
