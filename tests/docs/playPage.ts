// Plays a page: its blocks from the first to the last, in one folder, as a reader would who types all of it.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainOptions } from '../../packages/cli/src/options/trainOptions.ts';
import { callsOf, commandLanguages, commandsInText, printedBy, scriptOf, wasPrinted } from './commands.ts';
import { type Block, type Page, updateShown } from './markdown.ts';
import { repository } from './pages.ts';
import { directive, needsRealData, type Program } from './programs.ts';
import type { Workplace } from './workplace.ts';

export interface Played {
  /** Empty if the page keeps what it promises. */
  readonly failures: readonly string[];
  /** What was not run, or not as it is written, by the page's own words: `sh: skip: needs a GPU`. */
  readonly leftOut: readonly string[];
}

const shim = `${repository}/tests/docs/shim/main.ts`;

export async function playPage(
  page: Page,
  programs: readonly Program[],
  { path, env, log }: ReturnType<Workplace['folderOf']>,
): Promise<Played> {
  const failures: string[] = [];
  const leftOut: string[] = [];
  /** Of the last block that ran; null if it was left out. */
  let printed: string | null = null;

  async function execute(block: Block, program: string, args: readonly string[], code = 0): Promise<void> {
    const finished = await run(program, args, path, env);
    printed = finished.stdout;
    if (finished.code === code) return;
    const said = `${finished.stdout.slice(-1000)}\n${finished.stderr.slice(-2000)}`.trim();
    failures.push(`${at(block)}: ended with ${finished.code}, not ${code}:\n${block.text}\n--\n${said}`);
  }
  const at = (block: Block) => `${page.name}:${block.line}`;
  const shell = (block: Block, script: string, code?: number) =>
    execute(block, 'bash', ['-euo', 'pipefail', '-c', script], code);

  async function playCommands(block: Block): Promise<void> {
    const script = scriptOf(block);
    const before = logged(log);
    await shell(block, script, Number(directive(block, 'exits') ?? 0));
    const calls = logged(log) - before;
    if (calls < callsOf(script))
      failures.push(`${at(block)}: of its commands only ${calls} ran:\n${block.text}`);
    if (directive(block, 'prints') !== undefined) requirePrinted(block, printedBy(block));
  }

  function requirePrinted(block: Block, shown: string): void {
    if (printed === null) return;
    if (shown.trim() === '') failures.push(`${at(block)}: shows nothing of what is printed`);
    if (process.env.CONVOY_DOCS_UPDATE === '1') updateShown(page, block, shown, printed);
    else if (!wasPrinted(shown, printed)) failures.push(`${at(block)}: printed was instead:\n${printed}`);
  }

  async function playProgram(block: Block): Promise<void> {
    const program = programs.find(({ line }) => line === block.line);
    if (program === undefined) return; // continues one that has run
    const reason = program.checkOnly ?? missingData(program);
    if (reason !== null) {
      leftOut.push(`ts: only type-checked: ${reason}`);
      printed = null;
      return;
    }
    writeFileSync(join(path, program.file), program.code);
    await execute(block, process.execPath, [shim, 'ts', program.file]);
  }

  async function playJson(block: Block): Promise<void> {
    const file = directive(block, 'file');
    const option = directive(block, 'option');
    const text = block.text.trimStart().startsWith('"') ? `{${block.text}}` : block.text;
    const value: unknown = JSON.parse(option === undefined ? text : `{ "${option}": ${text} }`);
    if (file !== undefined) return writeFileSync(join(path, file), block.text);
    if (directive(block, 'data') !== undefined) return;
    // What is said in a configuration file is tried in one.
    const unknown = Object.keys(value as object).filter((key) => !(key in trainOptions));
    if (unknown.length > 0) {
      failures.push(
        `${at(block)}: no options of convoy train: ${unknown.join(', ')}; or say docs-test: data`,
      );
      return;
    }
    const options = { dataset: 'glyphs', model: 'lecture-dense', out: 'runs/json', ...(value as object) };
    writeFileSync(join(path, `config-${block.line}.json`), JSON.stringify(options));
    await shell(block, `convoy train --config config-${block.line}.json`);
  }

  function playText(block: Block): void {
    const commands = commandsInText(block.text);
    if (directive(block, 'prints') !== undefined) requirePrinted(block, block.text);
    else if (commands.length > 0)
      failures.push(`${at(block)}: commands in plain text: ${commands.join('; ')}`);
  }

  async function play(block: Block): Promise<void> {
    const skipped = directive(block, 'skip');
    if (skipped === '') failures.push(`${at(block)}: docs-test: skip needs a reason`);
    if (skipped !== undefined) return void leftOut.push(`${block.language}: skipped: ${skipped}`);
    if (commandLanguages.includes(block.language)) return playCommands(block);
    if (block.language === 'ts') return playProgram(block);
    if (block.language === 'json') return playJson(block);
    if (block.language === 'text') return playText(block);
    if (block.language === 'mermaid') return; // a picture
    failures.push(`${at(block)}: a block of "${block.language}": use sh, console, ts, json or text`);
  }

  for (const block of page.blocks) await play(block);
  return { failures, leftOut };
}

function missingData(program: Program): string | null {
  return needsRealData(program) && process.env.CONVOY_DATA === undefined
    ? 'loads real data, and CONVOY_DATA is not set'
    : null;
}

function logged(log: string): number {
  return readFileSync(log, 'utf8').split('\n').length - 1;
}

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}
