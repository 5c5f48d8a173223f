// What a command of the documents needs and no command before it has made: a run, a picture, a folder of pictures.

import { cpSync, existsSync, rmSync } from 'node:fs';
import { flagValue } from './flags.ts';

export interface Prepared {
  /** A small trained run. */
  readonly run: string;
  /** A folder with a folder of coloured pictures for each class. */
  readonly photos: string;
}

/** @param words a command line without the program's name */
export async function provide(words: readonly string[], { run, photos }: Prepared): Promise<void> {
  const out = flagValue(words, '--out');
  for (const word of words.slice(1)) {
    if (word === out) continue;
    if (/^\.\/\w+$/.test(word)) copyMissing(photos, word);
    const [, folder] = /^(?:[\w.:-]+=)?((?:\.\/)?runs\/[^/]+)/.exec(word) ?? [];
    if (folder !== undefined) copyMissing(run, folder);
    if (/\.(png|jpe?g)$/.test(word) && !existsSync(word)) {
      (await import('./drawSeven.ts')).drawSeven(word);
    }
  }
}

/** The same for a program: what it names in quotes; what it writes to is made free. */
export async function provideForProgram(code: string, prepared: Prepared): Promise<void> {
  const quoted = (pattern: RegExp) => Array.from(code.matchAll(pattern), ([, word = '']) => word);
  const written = quoted(/\bout: '([^'\n]+)'/g);
  for (const out of written) rmSync(out, { recursive: true, force: true });
  await provide(['program', ...quoted(/'([^'\n]+)'/g).filter((word) => !written.includes(word))], prepared);
}

function copyMissing(from: string, to: string): void {
  if (!existsSync(to)) cpSync(from, to, { recursive: true });
}
