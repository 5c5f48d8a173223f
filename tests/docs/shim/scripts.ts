// `pnpm …`, `npm …` and `npx …` of the documents. `convoy` behind them is the command; a script must be one of
// package.json's; what they are themselves is not run: they install packages, or take minutes and have tests of their own.

import { readFileSync } from 'node:fs';
import { repository } from '../pages.ts';

export type Behind =
  | { readonly kind: 'convoy'; readonly words: readonly string[] }
  | { readonly kind: 'node'; readonly words: readonly string[] }
  | { readonly kind: 'known'; readonly reason: string };

/** Scripts that run here, in short. */
const short: Readonly<Record<string, readonly string[]>> = {
  golden: ['tests/golden/main.ts'],
  // Reads all of its options, and then says what there is.
  'bench:peers': ['bench/peers.ts', '--list'],
};

/** @throws {Error} if there is nothing such */
export function behind(program: string, words: readonly string[]): Behind {
  const [first = '', ...rest] = words.filter((word, at) => !(at === 0 && word === 'exec'));
  if (first === 'convoy') return { kind: 'convoy', words: rest };
  if (program === 'npx') throw new Error(`npx ${first}: only npx convoy is part of this repository`);
  if (first === 'install') return { kind: 'known', reason: 'installs packages' };
  const script = first === 'run' ? (rest[0] ?? '') : first;
  const { scripts } = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as {
    scripts: Record<string, string>;
  };
  if (!(script in scripts))
    throw new Error(`${program} ${words.join(' ')}: package.json has no script ${script}`);
  // `pnpm docs` is a command of pnpm's own.
  if (script === 'docs' && first !== 'run') throw new Error(`${program} docs: write pnpm run docs`);
  const [file, ...extra] = short[script] ?? [];
  if (file === undefined) return { kind: 'known', reason: 'takes minutes' };
  return { kind: 'node', words: [`${repository}/${file}`, ...rest, ...extra] };
}
