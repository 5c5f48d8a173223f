// The order of this package's folders: a file imports from its own folder and from those before it, never from a later one.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The lowest first. Files beside the folders are above all, except for those that only say what things are. */
const order = [
  'vocabulary',
  'metrics',
  'combine',
  'evaluation',
  'testTimeAugmentation',
  'file',
  'options',
  'member',
  'store',
  'executor',
  'control',
  'run',
  'benchmark',
  'recipes',
  'entries',
];
const rootFiles: Readonly<Record<string, string>> = {
  'errors.ts': 'vocabulary',
  'events.ts': 'vocabulary',
  'prediction.ts': 'file',
  'ensemble.ts': 'executor',
  'options.ts': 'options',
  'reliability.ts': 'options',
  'resolveOptions.ts': 'control',
};
/** Piscina loads one module for all tasks, so it names those of the benchmarks too. */
const exceptions = new Set(['executor/threads/memberWorker.node.ts']);
/** What measures nothing and writes nothing else: the two that may touch the file system. */
const touchesFiles = new Set([
  'store/fileStore.node.ts',
  'control/guard.node.ts',
  'control/lock.node.ts',
  'control/process.node.ts',
]);

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** Imports of values, and with `types` those of types too. */
function importsOf({ name, text }: (typeof sources)[number], types: boolean): string[] {
  const found = text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '(\.[^']+)';/gm);
  return [...found].flatMap(([, type, path]) =>
    path === undefined || (type !== undefined && !types)
      ? []
      : [relative(root, join(root, dirname(name), path))],
  );
}

function layerOf(name: string): number {
  const [first = ''] = name.split('/');
  return order.indexOf(name.includes('/') ? first : (rootFiles[name] ?? 'entries'));
}

test('no folder imports values from one above it', () => {
  expect(sources.filter(({ name }) => layerOf(name) < 0).map(({ name }) => name)).toEqual([]);
  const upward = sources
    .filter(({ name }) => !exceptions.has(name))
    .flatMap((source) =>
      importsOf(source, false)
        .filter((to) => layerOf(to) > layerOf(source.name))
        .map((to) => `${source.name} → ${to}`),
    );
  expect(upward).toEqual([]);
});

test('no files import values from each other in a circle', () => {
  const edges = new Map(sources.map((source) => [source.name, importsOf(source, false)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' → '));
    if (done.has(name) || path.includes(name)) return;
    for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const { name } of sources) visit(name, []);
  expect(circles).toEqual([]);
});

test('only the file store and the lock touch the file system', () => {
  const touching = sources.filter(({ text }) => /from 'node:fs(\/promises)?'/.test(text));
  expect(touching.map(({ name }) => name).filter((name) => !touchesFiles.has(name))).toEqual([]);
});
