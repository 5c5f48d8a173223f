// What can only be seen from outside of a process: that it ends by itself, and that prediction needs nothing of Node.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

const run = promisify(execFile);
const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-process-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function runScript(source: string, options: readonly string[] = []): Promise<string> {
  const script = join(folder, 'script.mjs');
  await writeFile(script, source);
  const { stdout } = await run(process.execPath, [...options, script], { timeout: 110_000 });
  return stdout.trim();
}

test('no thread, port or timer is left after runs that finished, lost a thread, or were stopped', async () => {
  const output = await runScript(`
    import { setTimeout } from 'node:timers/promises';
    import { trainEnsemble } from ${here('./trainEnsemble.node.ts')};
    import { threadExecutor } from ${here('./executor/threads/threadExecutor.node.ts')};
    import { endless, smallRun } from ${here('./testing/smallRun.ts')};

    const executors = [];
    const train = (options) => trainEnsemble({
      ...smallRun,
      ...options,
      executor(context) {
        executors.push(threadExecutor(context));
        return executors.at(-1);
      },
    });

    await train({});

    const onEvent = ({ event }) => event === 'epoch' && executors.at(-1).pool.threads[0]?.terminate();
    await train({ members: 1, epochs: endless, onEvent });

    const stop = new AbortController();
    const stopAtEpoch = ({ event }) => event === 'epoch' && stop.abort();
    await train({ epochs: endless, onEvent: stopAtEpoch, signal: stop.signal });

    // The event loop's next turn frees what was just closed.
    await setTimeout(10);
    const resources = process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY/.test(name));
    console.log(JSON.stringify({ threads: executors.map(({ pool }) => pool.threads.length), resources }));
    process.on('exit', () => console.log('ended by itself'));
  `);
  expect(output.split('\n')).toEqual(['{"threads":[0,0,0],"resources":[]}', 'ended by itself']);
});

test('in a browser, where there is no node:, an ensemble loads from bytes and predicts', async () => {
  const { ensemble } = await trainEnsemble({ ...smallRun, members: 2, epochs: 1 });
  const { probabilities } = (await ensemble?.predict(smallDataset.test.images)) ?? {};
  await writeFile(join(folder, 'ensemble.convoy'), ensemble?.encode() ?? '');
  const output = await runScript(
    `
    import { readFileSync } from 'node:fs';
    import { isBuiltin, registerHooks } from 'node:module';
    const bytes = new Uint8Array(readFileSync(${JSON.stringify(join(folder, 'ensemble.convoy'))}));
    registerHooks({
      resolve(name, context, next) {
        if (isBuiltin(name)) throw new Error(context.parentURL + ' imports ' + name);
        return next(name, context);
      },
    });
    const { glyphs } = await import(${here('../../core/src/index.ts')});
    const ensembles = await import(${here('./index.ts')});
    const { test } = glyphs({ seed: 1, trainCount: 10, testCount: 60 });
    const ensemble = await ensembles.Ensemble.load(bytes);
    const { probabilities } = await ensemble.predict(test.images);
    console.log(JSON.stringify({ probabilities: [...probabilities], training: 'trainEnsemble' in ensembles }));
    `,
    // For the packages that it imports.
    ['--conditions=browser'],
  );
  expect(JSON.parse(output)).toEqual({ probabilities: [...(probabilities ?? [])], training: false });
});
