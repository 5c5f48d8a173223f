// Where a run goes when nobody says: `runs/mnist-lecture-cnn-seed7`, then `…-2`, `…-3`.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

export function defaultRunDirectory(dataset: string, model: string, seed: number): string {
  return freeDirectory(join('runs', `${dataset}-${model}-seed${seed}`));
}

/** `base`, or the first of `base-2`, `base-3` … that does not exist. */
export function freeDirectory(base: string): string {
  for (let number = 1; ; number++) {
    const path = number === 1 ? base : `${base}-${number}`;
    if (!existsSync(path)) return path;
  }
}
