// What `convoy`, `pnpm`, `npm` and `npx` are while the documents are tested: they run the real command, in the short form
// of `shortForm.ts`, and keep a line about it. Usage: node main.ts PROGRAM WORD…

import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { repository } from '../pages.ts';
import { requireKnownOptions } from './optionsOnly.ts';
import { type Prepared, provide } from './provide.ts';
import { behind } from './scripts.ts';
import { type SmallData, shortForm } from './shortForm.ts';

const [program = '', ...words] = process.argv.slice(2);
const { CONVOY_DOCS_LOG: log = '', CONVOY_DOCS_PREPARED: prepared = '' } = process.env;
const command = program === 'convoy' ? { kind: 'convoy' as const, words } : behind(program, words);

if (command.kind === 'convoy') {
  const places: Prepared & SmallData = JSON.parse(readFileSync(prepared, 'utf8'));
  const form = shortForm(command.words, places);
  note(form.how === 'run' ? form.words : `options only: ${form.reason}`);
  if (form.how === 'options') {
    requireKnownOptions(form.words);
  } else {
    provide(form.words, places);
    const main = `${repository}/packages/cli/src/main.ts`;
    process.argv = [process.execPath, main, ...form.words];
    await import(main);
  }
} else if (command.kind === 'node') {
  note(command.words);
  const { status } = spawnSync(process.execPath, command.words, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  note(`not run: ${command.reason}`);
}

function note(ran: readonly string[] | string): void {
  appendFileSync(log, `${JSON.stringify({ written: [program, ...words].join(' '), ran })}\n`);
}
