// How a command line of the documents is run in a test. The rules, all of them:
//
// - `train` runs with at most 2 members in one worker, 1 epoch and batches of 32, on a few images of the same kind: digits
//   in place of mnist and glyphs, coloured bars in place of cifar10. Its run directory is emptied first,
//   and no report is written: `report` does that.
//   Where CONVOY_DATA is set, mnist is the real one, for 0.02 epochs.
// - `evaluate --dataset` gets the same few images. Everything else about a run is as it is written.
// - `bench` measures for 0.2 s, with `--backend all` wasm and reference; `bench scaling` one round; `bench kernels` the
//   layer `lecture 1` unless it names some.
// - `data download` and `quickstart` need a network or minutes: only their options are checked. So are those of
//   `data verify` where CONVOY_DATA is not set. `tests/cli` runs them.
// - Every other command runs as it is written.
//
// A flag's value is only ever made smaller, never invented over one that is wrong: `--epochs ten` still fails.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { capped, flagValue, withValue } from './flags.ts';

export type ShortForm =
  | { readonly how: 'run'; readonly words: readonly string[] }
  | { readonly how: 'options'; readonly words: readonly string[]; readonly reason: string };

/** Folders that take the place of data sets. */
export interface SmallData {
  readonly digits: string;
  readonly photos: string;
}

type Rule = (words: readonly string[], small: SmallData) => ShortForm | Promise<ShortForm>;

const run = (words: readonly string[]): ShortForm => ({ how: 'run', words });
const optionsOnly =
  (reason: string): Rule =>
  (words) => ({ how: 'options', words, reason });

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['train', shortTraining],
  ['evaluate', (words, small) => run(onFewImages(words, flagValue(words, '--dataset'), small))],
  ['quickstart', optionsOnly('takes a minute; tests/cli/quickstart.test.ts runs it')],
  ['data download', optionsOnly('downloads; tests of packages/core/src/data run it')],
  [
    'data verify',
    process.env.CONVOY_DATA === undefined
      ? optionsOnly('CONVOY_DATA is not set, so there is no data set to verify')
      : run,
  ],
  ['bench train', (words) => run(capped(shortBench(words), '--batch-size', 32))],
  ['bench inference', (words) => run(capped(shortBench(words), '--batch-size', 32))],
  ['bench scaling', (words) => run(capped(shortBench(words), '--rounds', 1))],
  [
    'bench kernels',
    (words) => {
      const few = words.includes('--geometry') ? words : [...words, '--geometry', 'lecture 1'];
      return run(capped(few, '--seconds', 0.02));
    },
  ],
]);

/** @param words a command line without the program's name */
export async function shortForm(words: readonly string[], small: SmallData): Promise<ShortForm> {
  if (words.includes('--help')) return run(words);
  const rule = rules.get(words.slice(0, 2).join(' ')) ?? rules.get(words[0] ?? '') ?? run;
  return rule(words, small);
}

function shortBench(words: readonly string[]): string[] {
  const all = flagValue(words, '--backend') === 'all';
  const few = all ? withValue(words, '--backend', 'wasm,reference') : words;
  return capped(capped(few, '--seconds', 0.2), '--workers', 2);
}

async function shortTraining(words: readonly string[], small: SmallData): Promise<ShortForm> {
  const config = configOf(words);
  const said = (flag: string, key: string) => flagValue(words, flag) ?? config[key];
  const { recipes } = await import('@convoy/ensemble');
  const recipe = recipes.find(({ name }) => name === said('--recipe', 'recipe'));
  const dataset = said('--dataset', 'dataset') ?? recipe?.dataset;
  const short = Object.entries({ '--members': 2, '--workers': 1, '--batch-size': 32 }).reduce(
    (shorter, [flag, most]) => capped(shorter, flag, most),
    capped(words, '--epochs', isReal(dataset) ? 0.02 : 1),
  );
  // Where the run would have been written without `--out`.
  const model = said('--model', 'model') ?? recipe?.options.model;
  const models = typeof model === 'string' ? [...new Set(model.split(','))].join('+') : 'custom';
  const out = String(said('--out', 'out') ?? `runs/${dataset}-${models}-seed${said('--seed', 'seed') ?? 0}`);
  if (existsSync(out)) rmSync(out, { recursive: true });
  const placed = isNamed(dataset) ? withValue(short, '--out', out) : short;
  const silent = words.includes('--no-report') ? [] : ['--no-report'];
  return run([...onFewImages(placed, dataset, small), ...silent]);
}

function configOf(words: readonly string[]): Readonly<Record<string, unknown>> {
  const path = flagValue(words, '--config');
  return path === undefined || !existsSync(path) ? {} : JSON.parse(readFileSync(path, 'utf8'));
}

function isReal(dataset: unknown): boolean {
  return dataset === 'mnist' && process.env.CONVOY_DATA !== undefined;
}

function isNamed(dataset: unknown): dataset is string {
  return dataset === 'mnist' || dataset === 'glyphs' || dataset === 'cifar10';
}

function onFewImages(words: readonly string[], dataset: unknown, { digits, photos }: SmallData): string[] {
  if (!isNamed(dataset) || isReal(dataset)) return [...words];
  return withValue(words, '--dataset', dataset === 'cifar10' ? photos : digits);
}
