// What a command of the documents needs and no command before it has made: a run, a picture, a folder of pictures.

import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asJpeg, asPng, type Colour, picture } from '../../../packages/core/src/testing/pictures.ts';
import { flagValue } from './flags.ts';

export interface Prepared {
  /** A small trained run. */
  readonly run: string;
  /** A folder with a folder of coloured pictures for each class. */
  readonly photos: string;
}

/** @param words a command line without the program's name */
export function provide(words: readonly string[], { run, photos }: Prepared): void {
  const out = flagValue(words, '--out');
  for (const word of words.slice(1)) {
    if (word === out) continue;
    if (/^\.\/\w+$/.test(word)) copyMissing(photos, word);
    const [, folder] = /^((?:\.\/)?runs\/[^/]+)/.exec(word) ?? [];
    if (folder !== undefined) copyMissing(run, folder);
    if (/\.(png|jpe?g)$/.test(word) && !existsSync(word)) drawSeven(word);
  }
}

/** The same for a program: what it names in quotes; what it writes to is made free. */
export function provideForProgram(code: string, prepared: Prepared): void {
  const quoted = (pattern: RegExp) => Array.from(code.matchAll(pattern), ([, word = '']) => word);
  const written = quoted(/\bout: '([^'\n]+)'/g);
  for (const out of written) rmSync(out, { recursive: true, force: true });
  provide(['program', ...quoted(/'([^'\n]+)'/g).filter((word) => !written.includes(word))], prepared);
}

function copyMissing(from: string, to: string): void {
  if (!existsSync(to)) cpSync(from, to, { recursive: true });
}

const dark: Colour = [30, 30, 40];
const light: Colour = [235, 235, 230];

/** A seven, dark on light, as a camera might have it. */
function drawSeven(path: string): void {
  const isInk = (y: number, x: number) =>
    (y > 0.2 && y < 0.3 && x > 0.25 && x < 0.75) ||
    (y >= 0.3 && y < 0.8 && Math.abs(x - 0.88 + 0.5 * y) < 0.06);
  const pixels = picture(64, 64, isInk, dark, light);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, path.endsWith('.png') ? asPng(64, 64, pixels) : asJpeg(64, 64, pixels));
}
