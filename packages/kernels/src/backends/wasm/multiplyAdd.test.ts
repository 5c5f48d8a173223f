import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { multiplyAddKind } from './multiplyAdd.ts';

const url = new URL('./multiplyAdd.ts', import.meta.url).href;
const inProcess = (...flags: string[]) =>
  execFileSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', `console.log((await import('${url}')).multiplyAddKind())`],
    { encoding: 'utf8' },
  ).trim();

test('it is the same in every process of a machine', () => {
  expect(inProcess()).toBe(multiplyAddKind());
});

test.skipIf(process.arch !== 'x64')('a processor without fused multiply-adds is of another kind', () => {
  expect(inProcess('--no-enable-fma3')).toBe('separate');
});
