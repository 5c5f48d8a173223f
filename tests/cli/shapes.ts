// Two hundred pictures of three shapes, drawn here: what a newcomer's own folder is like, and easy to tell apart.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from '../../packages/core/src/random/generator.ts';
import { deriveSeed } from '../../packages/core/src/random/seed.ts';
import { asJpeg, asPng, type Colour, type Ink, picture } from '../../packages/core/src/testing/pictures.ts';

type Shape = (centerY: number, centerX: number, radius: number) => Ink;

const shapes: Readonly<Record<string, Shape>> = {
  disk: (cy, cx, radius) => (y, x) => Math.hypot(y - cy, x - cx) < radius,
  ring: (cy, cx, radius) => (y, x) => Math.abs(Math.hypot(y - cy, x - cx) - 0.8 * radius) < 0.25 * radius,
  cross: (cy, cx, radius) => (y, x) => {
    const [down, across] = [Math.abs(y - cy), Math.abs(x - cx)];
    return Math.max(down, across) < radius && Math.min(down, across) < 0.25 * radius;
  },
};

/** Writes `perClass` pictures of each shape, in places, sizes and colors of their own, one folder per shape. */
export function drawShapes(folder: string, perClass: number, seed: number): void {
  const generator = createGenerator(deriveSeed(seed, 'shapes'));
  const between = (low: number, high: number) => low + (high - low) * generator.uniform();
  for (const [name, shape] of Object.entries(shapes)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let index = 0; index < perClass; index++) {
      const [width, height] = [Math.round(between(40, 80)), Math.round(between(40, 80))];
      const ink: Colour = [between(120, 255), between(0, 160), between(0, 160)];
      const ground: Colour = [between(0, 90), between(0, 90), between(90, 200)];
      const drawn = shape(between(0.4, 0.6), between(0.4, 0.6), between(0.22, 0.32));
      const pixels = picture(width, height, drawn, ink, ground);
      const file = join(folder, name, `${index}.${index % 2 === 0 ? 'png' : 'jpg'}`);
      writeFileSync(file, (index % 2 === 0 ? asPng : asJpeg)(width, height, pixels));
    }
  }
}
