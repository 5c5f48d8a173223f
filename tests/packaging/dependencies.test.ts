// What the published packages bring along: licenses that allow it, and no script that runs when they are installed.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = readdirSync(join(root, 'packages'));
const permissive = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0)$/;
/** Licenses without a name of their own, which were read: NIST's public domain notice and HDF5's, of the BSD kind. */
const read = new Set(['h5wasm: SEE LICENSE IN LICENSE.txt']);

function isPermissive({ name, license = 'none' }: Installed): boolean {
  if (read.has(`${name}: ${license}`)) return true;
  return license
    .replace(/[()]/g, '')
    .split(/ AND | OR /)
    .every((each) => permissive.test(each));
}

interface Installed {
  readonly name: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The manifests of everything that the packages need at run time, as npm would install it. */
function installed(): ReadonlyMap<string, Installed> {
  const found = new Map<string, Installed>();
  const visit = (folder: string, names: readonly string[]): void => {
    for (const name of names) {
      const place = execFileSync('realpath', [join(folder, 'node_modules', name)], {
        encoding: 'utf8',
      }).trim();
      if (found.has(place) || name.startsWith('@convoy/')) continue;
      const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
      found.set(place, manifest);
      // pnpm puts the dependencies of a package beside it.
      const beside = place.slice(0, place.lastIndexOf('/node_modules/'));
      visit(beside, Object.keys(manifest.dependencies ?? {}));
    }
  };
  for (const name of packages) {
    const folder = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    visit(folder, Object.keys(manifest.dependencies ?? {}));
  }
  return found;
}

const dependencies = [...installed().values()];

test('every dependency of the published packages has a permissive license', () => {
  const others = dependencies.filter((each) => !isPermissive(each));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  expect(dependencies.length).toBeGreaterThan(20);
});

test('no published package, and none that it needs, runs a script when it is installed', () => {
  const hooks = ['preinstall', 'install', 'postinstall'];
  const own = packages.map((name) =>
    JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
  );
  const running = [...dependencies, ...own].filter(({ scripts }: Installed) =>
    hooks.some((hook) => scripts?.[hook] !== undefined),
  );
  expect(running.map(({ name }) => name)).toEqual([]);
});
