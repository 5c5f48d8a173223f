// A definition that is in no list does nothing, and nobody would notice: each file that holds one is in its list.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources, repository } from './imports.ts';

interface List {
  readonly list: string;
  /** Whether a file of the list's folder holds a definition. */
  readonly isEntry: (name: string, text: string) => boolean;
  /** The module that programs import, where it must export each definition's factory. */
  readonly index?: string;
}

const hasFactory = (_: string, text: string) => /^export (function|const) [A-Z]/m.test(text);
const isNone =
  (...helpers: readonly string[]) =>
  (name: string) =>
    !helpers.includes(name);

const core = 'packages/core/src';
const index = `${core}/index.ts`;
const lists: readonly List[] = [
  { list: `${core}/layers/list.ts`, isEntry: hasFactory, index },
  { list: `${core}/model/losses/list.ts`, isEntry: hasFactory, index },
  { list: `${core}/metrics/list.ts`, isEntry: hasFactory, index },
  { list: `${core}/optimizers/list.ts`, isEntry: hasFactory, index },
  { list: `${core}/data/augmentation/list.ts`, isEntry: hasFactory, index },
  {
    list: `${core}/data/registry.node.ts`,
    isEntry: (_, text) => /^\} satisfies DatasetSource;/m.test(text),
  },
  { list: `${core}/presets/list.ts`, isEntry: isNone('list.ts', 'preset.ts') },
  { list: 'packages/kernels/src/formulas/optimizers/list.ts', isEntry: isNone('list.ts', 'moments.ts') },
  {
    list: 'packages/ensemble/src/combine/combination.ts',
    isEntry: isNone('combination.ts', 'fit.ts', 'requireSameSize.ts'),
  },
  { list: 'packages/ensemble/src/recipes/list.ts', isEntry: isNone('list.ts', 'recipe.ts') },
  {
    list: 'packages/cli/src/commands/list.ts',
    isEntry: isNone('list.ts', 'commandFile.ts', 'examples.ts'),
  },
];

const sources = readSources('packages/*/src');
const importsOf = (file: string) => sources.find((source) => source.file === file)?.imports ?? [];

describe.each(lists)('$list', ({ list, isEntry, index }) => {
  const folder = dirname(list);
  const isNear = (file: string) => dirname(file) === folder || dirname(dirname(file)) === folder;
  const entries = sources
    .map(({ file }) => file)
    .filter((file) => (list.endsWith('.node.ts') ? isNear(file) : dirname(file) === folder))
    .filter((file) => isEntry(basename(file), readFileSync(join(repository, file), 'utf8')));

  it.each([list, index].filter((file) => file !== undefined))('every definition is in %s', (file) => {
    const imported = new Set(importsOf(file).map(({ to }) => to));
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter((entry) => !imported.has(entry))).toEqual([]);
  });
});

/** What a program, a worker thread or a person begins with. */
const entrances: readonly RegExp[] = [
  /\/src\/index(\.node)?\.ts$/,
  /\/src\/main\.tsx?$/,
  /\/src\/internal(\.node)?\.ts$/,
  /Worker(\.node)?\.ts$/,
  /^packages\/ensemble\/src\/options\/index\.ts$/,
  // Run by hand: see docs/performance.md.
  /^packages\/kernels\/src\/backends\/wasm\/profile\.ts$/,
  // By the conditions of `@convoy/core/codecs`.
  /^packages\/core\/src\/images\/codecs\/files(\.node)?\.ts$/,
];

it('every file is imported by another one, unless something begins with it', () => {
  const imported = new Set(
    sources.flatMap(({ file, imports }) => imports.map(({ to }) => to).filter((to) => to !== file)),
  );
  const forTests = /\/(testing|conformance)\//;
  const left = sources
    .map(({ file }) => file)
    .filter((file) => !imported.has(file) && !forTests.test(file))
    .filter((file) => !entrances.some((entrance) => entrance.test(file)));
  expect(left).toEqual([]);
});
