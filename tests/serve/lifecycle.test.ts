// From start to end of `convoy serve`: runs that are replaced or damaged, signals, a full queue, deadlines, wrong usage.

import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Prediction } from '@convoy/ensemble';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convoy, start } from '../cli/convoy.ts';
import { get, inferBody, post, serve } from './client.ts';
import { type Program, serveProgram } from './program.ts';
import { image, predictAll, probabilitiesOf, trainRuns } from './runs.ts';

let trained: Awaited<ReturnType<typeof trainRuns>>;
let before: Prediction;
let after: Prediction;
beforeAll(async () => {
  trained = await trainRuns(7, 8);
  const [first = '', second = ''] = trained.runs;
  [before, after] = [await predictAll(first), await predictAll(second)];
});
afterAll(() => trained?.remove());

const { body, headers } = inferBody(image(0), 1);
const ask = async ({ url }: { url: string }) =>
  (await post(`${url}/v2/models/m/infer`, body, headers)).json.outputs?.[0]?.data;

/** A copy of the first run, by the name of `m`. */
async function freshRun(): Promise<string> {
  const run = join(trained.folder, 'm');
  await cp(trained.runs[0] ?? '', run, { recursive: true, force: true });
  return run;
}

/** Puts other bytes in a file's place at once, as training does. */
async function replace(run: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(run, 'next'), bytes);
  await rename(join(run, 'next'), join(run, 'ensemble.convoy'));
}

const fileOf = (run: string | undefined) => readFile(join(run ?? '', 'ensemble.convoy'));

describe('a run that is replaced on disk', () => {
  it.each([
    ['at SIGHUP', [], true],
    ['by itself with --watch', ['--watch'], false],
  ] as const)('is served %s; a damaged one is refused, and the old one stays', async (_, flags, hangsUp) => {
    const run = await freshRun();
    const served = await serve(trained.folder, 'm', ...flags);
    const reloaded = async (refused: boolean) => {
      if (hangsUp) served.command.process.kill('SIGHUP');
      return served.command.event(
        (event) => event.event === 'reload' && (event.refused !== null) === refused,
      );
    };
    try {
      expect(await ask(served)).toEqual(probabilitiesOf(before, 0));
      const whole = await fileOf(trained.runs[1]);
      await replace(run, whole.subarray(0, whole.length / 2));
      expect(await reloaded(true)).toMatchObject({
        model: 'm',
        version: '1',
        refused: expect.stringContaining('truncated file'),
      });
      expect(await ask(served)).toEqual(probabilitiesOf(before, 0));
      await replace(run, whole);
      await reloaded(false);
      expect(await ask(served)).toEqual(probabilitiesOf(after, 0));
    } finally {
      expect(await served.stop()).toBe(0);
    }
  });
});

it('finishes what it has at SIGTERM, and refuses what comes after', async () => {
  await freshRun();
  const served = await serve(trained.folder, 'm', '--max-batch', '64', '--max-delay', '1500');
  // It waits for others to fill its batch, and the server ends in the meantime.
  const waiting = ask(served);
  await expect
    .poll(async () => (await fetch(`${served.url}/metrics`)).text())
    .toMatch(/^nv_inference_pending_request_count\{.*\} 1$/m);
  const ended = served.stop();
  expect(await waiting).toEqual(probabilitiesOf(before, 0));
  expect(await ended).toBe(0);
  await expect(fetch(`${served.url}/v2/health/live`)).rejects.toThrow('fetch failed');
});

it('answers 503 on connections that are open while it drains', async () => {
  await freshRun();
  const served = await serveProgram(trained.folder, { runs: [{ run: 'm' }], maxDelay: 1500 });
  const waiting = ask(served);
  await expect
    .poll(async () => (await fetch(`${served.url}/metrics`)).text())
    .toMatch(/^nv_inference_pending_request_count\{.*\} 1$/m);
  await served.tell('drain');
  expect(await get(`${served.url}/v2/health/ready`)).toMatchObject({ status: 503, json: { ready: false } });
  expect((await get(`${served.url}/v2/health/live`)).status).toBe(200);
  const refused = await post(`${served.url}/v2/models/m/infer`, body, headers);
  expect([refused.status, refused.json.error]).toEqual([503, 'this server is shutting down']);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(refused.headers.get('connection')).toBe('close');
  expect(await waiting).toEqual(probabilitiesOf(before, 0));
  expect(await served.stop()).toBe(0);
});

describe('under too much load', () => {
  let served: Program;
  beforeAll(async () => {
    await freshRun();
    const runs = [{ run: 'm' }];
    served = await serveProgram(trained.folder, { runs, maxQueue: 2, maxDelay: 100_000, timeout: 700 });
  });
  afterAll(async () => {
    expect(await served.stop()).toBe(0);
  });

  it('refuses with 429 what the queue has no room for, and gives up on what waits too long', async () => {
    const all = await Promise.all(
      Array.from({ length: 6 }, () => post(`${served.url}/v2/models/m/infer`, body, headers)),
    );
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([429, 429, 429, 429, 504, 504]);
    const full = all.find(({ status }) => status === 429);
    expect(full?.json.error).toBe('queue: 2 rows wait already, at most 2 may');
    expect(full?.headers.get('retry-after')).toBe('1');
    expect(all.find(({ status }) => status === 504)?.json.error).toBe('timeout: no answer within 700 ms');
    const metrics = await (await fetch(`${served.url}/metrics`)).text();
    expect(metrics).toMatch(/reason="REJECTED"\} 6$/m);
  });
});

describe('the command', () => {
  it('answers on this machine only, and says where in one line', async () => {
    await freshRun();
    const command = start(['serve', 'm', '--port', '0'], trained.folder);
    let said = '';
    command.process.stdout?.on('data', (text) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+$/m);
    expect(said).toMatch(/^m as m, version 1: 3 members, 0\.0 MB of weights in each of \d+ workers?$/m);
    command.process.kill('SIGINT');
    expect(await command.finished).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['none'], 1, 'convoy: no such run: none\nRuns here:'],
    [['m', 'm'], 1, 'convoy: m: expected a name and version of its own, got m:1 as m. Write it as m:2=m'],
    [['m', '--port', 'x'], 2, 'convoy: --port: expected a whole number from 0 to 65535, got x'],
    [
      ['m', 'seed-8', '--name', 'a'],
      2,
      'convoy: --name: expected one run, got 2\nName each run instead: NAME=RUN.',
    ],
    [
      ['m', '--name', 'a/b'],
      1,
      'convoy: name of m: expected letters, digits, dots, hyphens and underscores, got a/b',
    ],
    [['m', '--backend', 'cuda'], 2, 'convoy: --backend: expected one of auto, wasm'],
  ])('fails with a reason: serve %j', async (args, code, message) => {
    await freshRun();
    const finished = await convoy(
      ['serve', ...args, '--port', '0'].slice(0, args.includes('--port') ? -2 : undefined),
      trained.folder,
    );
    expect(finished.stderr).toContain(message);
    expect(finished.code).toBe(code);
  });

  it('loads nothing of the server for help and for training', async () => {
    const trace = join(trained.folder, 'loaded.mjs');
    await writeFile(
      trace,
      "import { registerHooks } from 'node:module';\n" +
        'registerHooks({ resolve(name, context, next) { const found = next(name, context);\n' +
        "if (/fastify|packages.serve/.test(found.url)) console.error('loaded', found.url); return found; } });\n",
    );
    const options = { NODE_OPTIONS: `--import ${trace}` };
    expect((await convoy(['--help'], trained.folder, options)).stderr).toBe('');
    const small = ['--epochs', '0.02', '--members', '1', '--workers', '1', '--no-report', '--out', 'none'];
    const training = await convoy(
      ['train', '--dataset', 'glyphs', '--model', 'lecture-dense', ...small],
      trained.folder,
      options,
    );
    expect(training).toMatchObject({ code: 0, stderr: expect.not.stringContaining('loaded') });
    // Refused by the server's own package, not before it.
    const served = await convoy(['serve', 'm', 'm'], trained.folder, options);
    expect(served.stderr).toContain('loaded');
  });
});
