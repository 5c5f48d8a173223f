// The page of the architecture names each kind of change, and no page names a file that is not there.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPage } from '../docs/markdown.ts';
import { pageNames } from '../docs/pages.ts';
import { repository } from './imports.ts';

const changes = [
  'an activation',
  'an optimizer',
  'a loss',
  'a layer',
  'an operation',
  'a dataset',
  'a training option',
  'a command',
  'a store',
  'an executor',
  'a view of the playground',
  'a metric',
  'a combination',
  'a recipe',
  'an augmentation',
  'a preset',
  'a backend',
];

it('tells for every kind of change which files to touch, once', () => {
  const text = readFileSync(join(repository, 'docs/architecture.md'), 'utf8');
  const howTo = text.slice(text.indexOf('\n## How to add …\n'), text.indexOf('\n## Tests\n'));
  expect([...howTo.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual(changes);
});

it.each([...pageNames, 'CONTRIBUTING.md', 'bench/README.md'])('files that %s names are there', (name) => {
  const missing = readPage(name).code.flatMap(({ line, text }) => {
    const [, package_, path] =
      /^(packages\/|tests\/|bench\/|scripts\/|(?=(?:kernels|core|ensemble|cli)\/src\/))([\w./-]+)$/.exec(
        text,
      ) ?? [];
    if (path === undefined) return [];
    const file = `${package_ === '' ? 'packages/' : package_}${path}`;
    return existsSync(join(repository, file)) ? [] : [`line ${line}: ${file}`];
  });
  expect(missing).toEqual([]);
});
