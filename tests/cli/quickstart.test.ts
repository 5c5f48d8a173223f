import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convoy, type Finished, workFolder } from './convoy.ts';

const folder = workFolder();
// A proxy that is not there: no test downloads a data set.
const offline = {
  NODE_USE_ENV_PROXY: '1',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
};
let started: Finished;

beforeAll(async () => {
  started = await convoy(['quickstart'], folder.path, offline);
}, 300_000);
afterAll(folder.remove);

it('says in a sentence that MNIST could not be had, and trains on glyphs', () => {
  expect({ code: started.code, stderr: started.stderr }).toEqual({ code: 0, stderr: '' });
  expect(started.stdout).toMatch(/^MNIST is not on this machine and could not be downloaded .*glyphs.*\.$/m);
});

it('measures three members and an ensemble that is better than their mean', () => {
  const accuracies = [...started.stdout.matchAll(/^member \d +(\d+\.\d\d)% .*\d$/gm)].map(([, figure]) =>
    Number(figure),
  );
  const ensemble = Number(/^ensemble +(\d+\.\d\d)%/m.exec(started.stdout)?.[1]);
  expect(accuracies).toHaveLength(3);
  expect(ensemble).toBeGreaterThan(accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / 3);
  expect(ensemble).toBeGreaterThan(90);
});

it('leaves pictures of every class, and commands that work as they are printed', async () => {
  expect(await readdir(join(folder.path, 'runs/quickstart/examples'))).toHaveLength(10);
  const commands = [...started.stdout.matchAll(/^ {2}(?:npx )?convoy (.*)$/gm)].map(([, words = '']) =>
    words.split(' '),
  );
  const predict = commands.find(([name]) => name === 'predict') ?? [];
  const predicted = await convoy(predict, folder.path);
  expect(predicted.code).toBe(0);
  expect(predicted.stdout).toMatch(/^runs\/quickstart\/examples\/\d\.png: \d, /);
  for (const words of commands.filter(([name]) => name !== 'predict' && name !== 'train')) {
    expect((await convoy(words, folder.path)).code).toBe(0);
  }
});
