// Interrupting, steering and resuming runs from the command line, as two terminals do.

import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convoy, jsonLines, start, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const small = ['--dataset', 'glyphs', '--model', 'lecture-dense', '--validation-split', '0.9', '--seed', '3'];
const sizes = ['--members', '2', '--workers', '2', '--epochs', '6', '--batch-size', '64'];
const endless = ['--members', '2', '--workers', '2', '--epochs', '100000'];
const train = (out: string, options: readonly string[]) => [
  ...['train', ...small, ...options],
  ...['--no-report', '--out', out],
];
const ensemble = (run: string) => readFile(join(folder.path, run, 'ensemble.convoy'));

beforeAll(async () => {
  expect((await convoy(train('whole', sizes), folder.path)).code).toBe(0);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'after %s the run is resumed to the bits of one that was not interrupted, with other workers too',
  async (signal) => {
    const run = start([...train(signal, sizes), '--json'], folder.path);
    await run.event(({ event }) => event === 'epoch');
    run.process.kill(signal);
    expect((await run.finished).code).toBe(130);

    const resumed = await convoy(['resume', signal, '--workers', '1', '--no-report', '--json'], folder.path);
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    const events = jsonLines(resumed.stdout);
    expect(events[0]).toMatchObject({ event: 'start', resumed: true, workers: 1 });
    expect(events.map(({ event }) => event)).toContain('member-resumed');
    expect((await ensemble(signal)).equals(await ensemble('whole'))).toBe(true);
  },
);

it('an interrupted run says how to go on, and so does whoever wants its directory', async () => {
  const run = start(train('told', endless), folder.path);
  while (!existsSync(join(folder.path, 'told/members/00'))) await new Promise((r) => setTimeout(r, 50));
  run.process.kill('SIGINT');
  const { stdout, stderr } = await run.finished;
  expect(stderr).toBe('Stopping; checkpoints are written. Ctrl-C again ends at once.\n');
  expect(stdout).toMatch(/Resume it with: convoy resume told\n$/);
  const again = await convoy(train('told', sizes), folder.path);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('convoy resume told');
  const status = await convoy(['status', 'told'], folder.path);
  expect(status.stdout).toMatch(/^told was interrupted; resume it with: convoy resume told\n/);
});

it('a complete run says so, and resuming it does nothing', async () => {
  const before = await readFile(join(folder.path, 'whole/run.json'));
  const { code, stdout } = await convoy(['resume', 'whole', '--no-report'], folder.path);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^This run is complete: whole\n/);
  expect(await readFile(join(folder.path, 'whole/run.json'))).toEqual(before);
  const json = await convoy(['resume', 'whole', '--no-report', '--json'], folder.path);
  expect(jsonLines(json.stdout)).toMatchObject([{ event: 'done', run: 'whole', stopped: false }]);
  const status = await convoy(['status', 'whole', '--json'], folder.path);
  expect(JSON.parse(status.stdout)).toMatchObject({ state: 'complete', process: null, epochs: 6 });
});

it('a run is seen, paused, continued and stopped from another terminal, and belongs to one process', async () => {
  const run = start([...train('steered', endless), '--json'], folder.path);
  await run.event(({ event }) => event === 'epoch');
  const say = async (...args: string[]) => {
    const { code, stdout, stderr } = await convoy(args, folder.path);
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
    return stdout;
  };
  expect(await say('pause', 'steered')).toMatch(/^Paused\..*convoy continue steered/);
  await run.event(({ event }) => event === 'paused');
  const paused = JSON.parse(await say('status', 'steered', '--json'));
  expect(paused).toMatchObject({ state: 'paused', process: { pid: run.process.pid } });

  const second = await convoy(['resume', 'steered'], folder.path);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`process ${run.process.pid} on `);

  expect(await say('continue', 'steered')).toBe('Continued.\n');
  await run.event(({ event }) => event === 'continued');
  expect(await say('status', 'steered')).toMatch(/^steered is trained by process \d+ on /);
  expect(await say('stop', 'steered')).toMatch(/^Stopped\..*convoy resume steered/);
  expect((await run.finished).code).toBe(130);

  const late = await convoy(['pause', 'steered'], folder.path);
  expect(late.code).toBe(1);
  expect(late.stderr).toMatch(/^convoy: steered: no process works on this run/);
});

it('what is no run is refused by name', async () => {
  for (const command of ['resume', 'status', 'pause']) {
    const { code, stderr } = await convoy([command, 'nothing'], folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convoy: no such run: nothing\nRuns here:/);
  }
});

it('a run that was killed while it wrote its report gets one when it is resumed, and keeps nothing half written', async () => {
  await cp(join(folder.path, 'whole'), join(folder.path, 'unreported'), { recursive: true });
  await writeFile(join(folder.path, 'unreported/.report.html.0123.tmp'), '<html>');
  const { code, stdout, stderr } = await convoy(['resume', 'unreported'], folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Report: unreported/report.html');
  const names = await readdir(join(folder.path, 'unreported'));
  expect(names.sort()).toEqual(['ensemble.convoy', 'members', 'report.html', 'run.json']);
});
