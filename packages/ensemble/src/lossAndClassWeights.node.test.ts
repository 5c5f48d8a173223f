// Options of a member's loss, from trainEnsemble to the bytes that a run leaves.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resumeEnsemble } from './resumeEnsemble.node.ts';
import { smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

const small = { ...smallRun, members: 2 };
const weighted = { ...small, classWeight: { 3: 4, 7: 0.5 } } as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-loss-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bytesOf = (run: string) => readFile(join(folder, run, 'ensemble.convoy'));
const train = (run: string, options: object) =>
  trainEnsemble({ ...small, ...options, out: join(folder, run) });

async function configurationOf(run: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, run, 'run.json'), 'utf8')).configuration;
}

test('class weights change what members learn, and are kept in run.json with one weight per class', async () => {
  await train('plain', {});
  await train('weighted', weighted);
  expect((await bytesOf('weighted')).equals(await bytesOf('plain'))).toBe(false);
  expect((await configurationOf('weighted')).classWeight).toEqual([1, 1, 1, 4, 1, 1, 1, 0.5, 1, 1]);
});

test('a run with class weights that is stopped and resumed ends with the same bytes', async () => {
  const stop = new AbortController();
  const stopped = await train('stopped', {
    ...weighted,
    workers: 1,
    checkpointSteps: 2,
    signal: stop.signal,
    onEvent: ({ event }: { event: string }) => event === 'epoch' && stop.abort(),
  });
  expect(stopped.stopped).toBe(true);
  await resumeEnsemble(join(folder, 'stopped'), { dataset: small.dataset, workers: 2 });
  expect((await bytesOf('stopped')).equals(await bytesOf('weighted'))).toBe(true);
});

test('a loss that computes what the default does leaves the same weights, and is kept in run.json', async () => {
  await train('sparse', { loss: 'sparseCategoricalCrossentropy' });
  expect((await bytesOf('sparse')).equals(await bytesOf('plain'))).toBe(true);
  expect((await configurationOf('sparse')).loss).toEqual({
    type: 'sparseCategoricalCrossentropy',
    fromLogits: false,
  });
});

test('the default loss and no class weights leave no trace in run.json', async () => {
  const plain = await configurationOf('plain');
  expect(Object.keys(plain)).toEqual(expect.arrayContaining(['labelSmoothing', 'averaging']));
  expect('loss' in plain || 'classWeight' in plain).toBe(false);
});
