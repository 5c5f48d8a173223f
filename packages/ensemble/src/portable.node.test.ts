// The portable entry, and runs that are conducted without threads or files.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import type { TrainEvent } from './events.ts';
import { inProcessExecutor } from './executor/inProcessExecutor.ts';
import { resumeEnsemble } from './resumeEnsemble.node.ts';
import { resumeOn, trainOn } from './run/trainOn.ts';
import { ENSEMBLE_KEY } from './store/keys.ts';
import { memoryStore } from './store/memoryStore.ts';
import { recordEvents, smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

const run = { ...smallRun, members: 2, epochs: 30, checkpointSteps: 3 };

/** Ends a run when its second member is in the third epoch. */
function stopInTheMiddle() {
  const stop = new AbortController();
  const onEvent = (event: TrainEvent) => {
    if (event.event === 'epoch' && event.epoch >= 3 && event.member === 1) stop.abort();
  };
  return { onEvent, signal: stop.signal };
}

test.each([
  ['worker threads', {}],
  ['this thread', { executor: inProcessExecutor }],
])('a run in memory that was interrupted in %s is resumed, with the same bits', async (_, ports) => {
  const whole = await trainEnsemble(run);
  const store = memoryStore();
  const stopped = await trainEnsemble({ ...run, ...ports, store, ...stopInTheMiddle() });
  expect(stopped).toMatchObject({ stopped: true, run: 'memory' });
  expect((await store.list('members/')).filter((key) => key.includes('checkpoint'))).not.toEqual([]);
  const record = recordEvents();
  const options = { dataset: smallDataset, onEvent: record.onEvent };
  const { ensemble, succeeded } = await resumeEnsemble(store, { ...ports, ...options });
  expect(record.of('member-resumed').length).toBeGreaterThan(0);
  expect(succeeded).toBe(true);
  expect(ensemble?.encode()).toEqual(whole.ensemble?.encode());
  expect(await store.read(ENSEMBLE_KEY)).toEqual(whole.ensemble?.encode());
});

test('snapshots pass their weights on through the store, also where nothing is kept', async () => {
  const snapshots = { ...smallRun, strategy: 'snapshot' } as const;
  const threads = await trainEnsemble(snapshots);
  const { ensemble } = await trainOn({ executor: inProcessExecutor }, snapshots);
  expect(ensemble?.encode()).toEqual(threads.ensemble?.encode());
});

test('a store that holds a run is refused for a new one, and its complete run is read back', async () => {
  const ports = { executor: inProcessExecutor, store: memoryStore() };
  const { ensemble } = await trainOn(ports, smallRun);
  await expect(trainOn(ports, smallRun)).rejects.toMatchObject({ code: 'out-not-empty' });
  const again = await resumeOn(ports, { dataset: smallDataset });
  expect(again.ensemble?.encode()).toEqual(ensemble?.encode());
  await expect(trainEnsemble({ ...smallRun, store: ports.store, out: 'a' })).rejects.toThrow(
    /^store: expected none beside out/,
  );
});

const entry = fileURLToPath(new URL('index.ts', import.meta.url));

/** A page's script as one file, and the modules of Node that it would ask for. */
async function bundle(source: string) {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-page-'));
  const input = join(folder, 'page.ts');
  await writeFile(input, source);
  const built = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await built.generate({ format: 'esm', codeSplitting: false });
  await built.close();
  const [script] = output;
  return { folder, code: script.code, imports: [...script.imports, ...script.dynamicImports] };
}

test('the portable entry reaches no module of Node, and conducts a whole run', async () => {
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
  const { folder, code, imports } = await bundle(`
    import { inProcessExecutor, memoryStore, trainOn } from ${JSON.stringify(entry)};
    import { smallRun } from ${here('./testing/smallRun.ts')};
    export const train = () => trainOn({ executor: inProcessExecutor, store: memoryStore() }, smallRun);
  `);
  expect(imports.filter((name) => /^node:|^(fs|path|os|worker_threads)$/.test(name))).toEqual([]);
  expect(code.match(/from ?"node:[^"]*"|import\("node:[^"]*"\)|require\("node:/g) ?? []).toEqual([]);
  const script = join(folder, 'page.mjs');
  await writeFile(script, code);
  const page = await import(pathToFileURL(script).href);
  const { ensemble } = await page.train();
  const expected = await trainEnsemble(smallRun);
  expect(ensemble.encode()).toEqual(expected.ensemble?.encode());
  await rm(folder, { recursive: true });
});

test('a page cannot import what needs Node', async () => {
  const { exports } = (await import('../package.json', { with: { type: 'json' } })).default;
  expect(exports['./node'].browser).toBeNull();
});
