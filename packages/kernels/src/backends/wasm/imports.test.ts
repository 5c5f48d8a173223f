import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));

/** From the bottom up; what lies beside these folders stands above them all. */
const floors = ['code', 'contract', 'emit', 'plan'];

it('imports point downward only: code, the contract of kernels, their emitters, the plan', () => {
  const upward: string[] = [];
  for (const file of globSync('**/*.ts', { cwd: here, exclude: (name) => name.endsWith('.test.ts') })) {
    const floorOf = (path: string) => {
      const floor = floors.indexOf(path.split('/')[0] ?? '');
      return floor < 0 ? floors.length : floor;
    };
    for (const [, path = ''] of readFileSync(join(here, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const target = normalize(join(dirname(file), path));
      if (!target.startsWith('..') && floorOf(target) > floorOf(file)) upward.push(`${file} → ${target}`);
    }
  }
  expect(upward).toEqual([]);
});
