import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type LockHolder, thisHolder } from './control/holder.node.ts';
import { runStatus } from './control/runStatus.node.ts';
import { defineStoreScheme } from './control/storeSchemes.ts';
import { Ensemble } from './ensemble.node.ts';
import { EnsembleError } from './errors.ts';
import { inProcessExecutor } from './executor/inProcessExecutor.ts';
import { readManifest } from './readRun.node.ts';
import { resumeEnsemble } from './resumeEnsemble.node.ts';
import { memoryStore } from './store/memoryStore.ts';
import { smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

const stores = new Map<string, ReturnType<typeof memoryStore>>();
const holders = new Map<string, LockHolder>();
let loads = 0;

defineStoreScheme('memory', async () => {
  loads += 1;
  return {
    async open(url) {
      const store = stores.get(url) ?? { ...memoryStore(), name: url };
      stores.set(url, store);
      return store;
    },
    async lock(url) {
      if (holders.has(url)) throw new EnsembleError('run-locked', `${url}: somebody works on it`);
      const token = randomUUID();
      holders.set(url, await thisHolder(token));
      return {
        token,
        warning: 'nobody else is kept out',
        touch: async () => undefined,
        async release() {
          holders.delete(url);
        },
      };
    },
    holder: async (url) => holders.get(url) ?? null,
  };
});

test('a URL of a registered scheme stands wherever a run directory may', async () => {
  const out = 'memory://shelf/a';
  const warnings: string[] = [];
  const { ensemble, run } = await trainEnsemble({
    ...smallRun,
    out,
    executor: inProcessExecutor,
    onEvent: (event) => event.event === 'warning' && warnings.push(event.message),
  });
  expect(run).toBe(out);
  expect(warnings).toContain('nobody else is kept out');
  expect((await Ensemble.load(out)).encode()).toEqual(ensemble?.encode());
  expect((await Ensemble.load(`${out}/ensemble.convoy`)).encode()).toEqual(ensemble?.encode());
  expect(await runStatus(out)).toMatchObject({ run: out, state: 'complete', process: null });
  expect((await readManifest(out)).dataset.name).toBe(smallRun.dataset.name);
  expect((await resumeEnsemble(out, { dataset: smallRun.dataset })).run).toBe(out);
  expect(loads).toBe(1);
});

test('no run overwrites another, and none is taken from one who holds it', async () => {
  const out = 'memory://shelf/b';
  await expect(trainEnsemble({ ...smallRun, out: 'memory://shelf/a' })).rejects.toMatchObject({
    code: 'out-not-empty',
  });
  holders.set(out, await thisHolder('another'));
  await expect(trainEnsemble({ ...smallRun, out })).rejects.toMatchObject({ code: 'run-locked' });
});

test('a scheme that nobody registered is refused', async () => {
  await expect(Ensemble.load('gopher://shelf/a')).rejects.toMatchObject({
    code: 'invalid-option',
    message: 'run: expected a folder or memory://…, got gopher://shelf/a',
  });
});
