import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn, type Import, importsOf, readSources, repository, type Source } from './imports.ts';
import { apart, fileModules, packages, portable, storeys, touchesFiles } from './order.ts';

const sources = readSources('packages/*/src');
const everything = [...sources, ...readSources('bench', 'tests', 'scripts', 'examples')];

/** `from → to` for each import that a rule refuses. */
function refused(from: readonly Source[], rule: (file: string, found: Import) => boolean): readonly string[] {
  return from.flatMap(({ file, imports }) =>
    imports.filter((found) => rule(file, found)).map(({ to }) => `${file} → ${to}`),
  );
}

const packageOf = (file: string) => file.split('/')[1] ?? '';

function packageLevel(name: string): number {
  const level = packages.indexOf(name);
  return level < 0 ? packages.indexOf('…') : level;
}

describe('packages', () => {
  it('import from those before them only', () => {
    const upward = refused(sources, (file, { to }) => {
      const name = /^@convoy\/([^/]+)/.exec(to)?.[1];
      // A package may ask for a file of its own by the conditions of its exports: another one in a browser.
      if (name === undefined || name === packageOf(file)) return false;
      return packageLevel(name) >= packageLevel(packageOf(file));
    });
    expect(upward).toEqual([]);
  });

  it('import each other by name, never by a path', () => {
    const byPath = refused(
      sources,
      (file, { to }) => isPath(to) && !to.startsWith(`packages/${packageOf(file)}/`),
    );
    expect(byPath).toEqual([]);
  });
});

describe.each(storeys)('$folder', ({ folder, levels }) => {
  const names = levels.flat();
  const levelOf = (file: string) => {
    const [name = ''] = file.slice(folder.length + 1).split('/');
    return levels.findIndex((level) => level.includes(name));
  };

  it('has a place in the order for each of its files and folders', () => {
    const present = readdirSync(join(repository, folder)).filter((name) => !name.endsWith('.test.ts'));
    expect([...names].sort()).toEqual(present.sort());
  });

  it('imports downward only, types too', () => {
    const within = sources.filter(({ file }) => file.startsWith(`${folder}/`));
    const upward = refused(
      within,
      (file, { to }) => to.startsWith(`${folder}/`) && levelOf(to) > levelOf(file),
    );
    expect(upward).toEqual([]);
  });
});

it.each(apart)('folders of %s import nothing from each other', (folder) => {
  const nameOf = (file: string) =>
    file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/')[0] : undefined;
  const across = refused(sources, (file, { to }) => {
    const [from, target] = [nameOf(file), nameOf(to)];
    return from !== undefined && target !== undefined && from !== target;
  });
  expect(across).toEqual([]);
});

it('no files import values from each other in a circle', () => {
  expect(circlesIn(everything)).toEqual([]);
});

describe('what also runs in a browser', () => {
  const inBrowsers = sources.filter(
    ({ file }) => portable.includes(packageOf(file)) && !file.endsWith('.node.ts'),
  );

  it('imports nothing of Node', () => {
    expect(refused(inBrowsers, (_, { to, isType }) => !isType && to.startsWith('node:'))).toEqual([]);
  });

  it('imports no values from files for Node', () => {
    expect(refused(inBrowsers, (_, { to, isType }) => !isType && /\.node\.ts$|\/node$/.test(to))).toEqual([]);
  });
});

it('only the file store and the lock of a run touch the file system', () => {
  const ensemble = sources.filter(({ file }) => packageOf(file) === 'ensemble');
  const touching = refused(
    ensemble,
    (file, { to }) => fileModules.test(to) && !touchesFiles.includes(file) && !isTesting(file),
  );
  expect(touching).toEqual([]);
});

describe('the reader of imports', () => {
  it('tells types from values, and sees what is imported late', () => {
    const text = [
      "import type { A } from './a.ts';",
      "import { type B, b } from '../b.ts';",
      "import 'node:fs';",
      "export * from './c.ts';",
      "export type { D } from '@convoy/core';",
      "const e = await import('./e.ts');",
      "// import { f } from './f.ts';",
    ].join('\n');
    expect(importsOf('packages/x/src/file.ts', text)).toEqual([
      { to: 'packages/x/src/a.ts', isType: true },
      { to: 'packages/x/b.ts', isType: false },
      { to: 'node:fs', isType: false },
      { to: 'packages/x/src/c.ts', isType: false },
      { to: '@convoy/core', isType: true },
      { to: 'packages/x/src/e.ts', isType: false },
    ]);
  });

  it('finds a circle of values and leaves one of types alone', () => {
    const file = (name: string, to: string, isType = false): Source => ({
      file: name,
      imports: [{ to, isType }],
    });
    expect(circlesIn([file('a.ts', 'b.ts'), file('b.ts', 'c.ts'), file('c.ts', 'b.ts')])).toEqual([
      'b.ts → c.ts → b.ts',
    ]);
    expect(circlesIn([file('a.ts', 'b.ts'), file('b.ts', 'a.ts', true)])).toEqual([]);
  });
});

/** Whether an import leads to a file of the repository. */
function isPath(to: string): boolean {
  return /\.tsx?$/.test(to);
}

function isTesting(file: string): boolean {
  return file.split('/').includes('testing');
}
