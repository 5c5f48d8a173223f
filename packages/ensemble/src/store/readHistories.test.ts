import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHistories } from '../readRun.node.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'convoy-histories-'));
});
afterEach(() => rm(run, { recursive: true }));

async function write(folder: string, text: string): Promise<void> {
  await mkdir(join(run, 'members', folder), { recursive: true });
  await writeFile(join(run, 'members', folder, 'history.json'), text);
}
const history = (member: number) =>
  JSON.stringify({ member, seconds: 2, history: [{ epoch: 1, loss: 0.5, accuracy: 0.8 }] });

test('finished members are read in the order of their numbers; others have no history yet', async () => {
  await write('100', history(100));
  await write('02', history(2));
  await mkdir(join(run, 'members', '03'));
  expect((await readHistories(run)).map(({ member }) => member)).toEqual([2, 100]);
});

test('a run without members has no histories', async () => {
  expect(await readHistories(run)).toEqual([]);
});

test('a history that is no history is refused, with its path', async () => {
  await write('00', '{"member":0}');
  await expect(readHistories(run)).rejects.toThrow(/cannot read .*members.00.history\.json/);
});
