// The pages whose commands, programs and links are tested: the README and all of `docs/`.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export const pageNames: readonly string[] = [
  'README.md',
  ...readdirSync(`${repository}/docs`)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`)
    .sort(),
];
