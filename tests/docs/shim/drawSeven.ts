// A picture for commands that ask for one.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asJpeg, asPng, type Colour, picture } from '../../../packages/core/src/testing/pictures.ts';

const dark: Colour = [30, 30, 40];
const light: Colour = [235, 235, 230];

/** A seven, dark on light, as a camera might have it. */
export function drawSeven(path: string): void {
  const isInk = (y: number, x: number) =>
    (y > 0.2 && y < 0.3 && x > 0.25 && x < 0.75) ||
    (y >= 0.3 && y < 0.8 && Math.abs(x - 0.88 + 0.5 * y) < 0.06);
  const pixels = picture(64, 64, isInk, dark, light);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, path.endsWith('.png') ? asPng(64, 64, pixels) : asJpeg(64, 64, pixels));
}
