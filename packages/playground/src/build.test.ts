import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildPage } from '../build.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-page-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a page replaces an earlier page', async () => {
  const page = join(folder, 'page');
  await buildPage(page);
  const files = await readdir(page);
  expect(files).toEqual(expect.arrayContaining(['index.html', 'main.js', 'style.css']));
  await writeFile(join(page, 'main.js'), 'old');
  await buildPage(page);
  expect(await readdir(page)).toEqual(files);
  expect(await readFile(join(page, 'main.js'), 'utf8')).not.toBe('old');
});

test('a folder with anything else is refused, and keeps it', async () => {
  await writeFile(join(folder, 'thesis.txt'), 'years');
  await expect(buildPage(folder)).rejects.toThrow(/expected a new or empty folder.*it holds thesis\.txt/);
  expect(await readFile(join(folder, 'thesis.txt'), 'utf8')).toBe('years');
});
