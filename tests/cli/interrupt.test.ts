import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { convoy, jsonLines, main, start, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const small = [
  'train',
  '--dataset',
  'glyphs',
  '--model',
  'lecture-dense',
  '--validation-split',
  '0.8',
  '--json',
];

it('Ctrl-C stops the run, keeps the members that are finished, and exits with 130', async () => {
  const members = ['--members', '3', '--workers', '1', '--epochs', '80', '--out', 'runs/a'];
  const run = start([...small, ...members], folder.path);
  await run.event(({ event, member }) => event === 'epoch' && member === 1);
  run.process.kill('SIGINT');
  const { code, stdout } = await run.finished;
  expect(code).toBe(130);
  const done = jsonLines(stdout).at(-1);
  expect(done).toMatchObject({ event: 'done', stopped: true, members: [{ member: 0, epochs: 80 }] });

  const evaluated = await convoy(['evaluate', 'runs/a', '--json'], folder.path);
  expect(evaluated.code).toBe(0);
  expect(JSON.parse(evaluated.stdout).ensemble).toMatchObject(done?.ensemble ?? {});
});

it('Ctrl-C before any member is finished leaves no ensemble and says so', async () => {
  const run = start([...small, '--epochs', '1000', '--out', 'runs/b'], folder.path);
  await run.event(({ event }) => event === 'progress' || event === 'epoch');
  run.process.kill('SIGINT');
  const { code, stdout } = await run.finished;
  expect(code).toBe(130);
  expect(jsonLines(stdout).at(-1)).toMatchObject({
    event: 'done',
    ensemble: null,
    members: [],
    stopped: true,
  });
  expect(existsSync(join(folder.path, 'runs/b/ensemble.convoy'))).toBe(false);
});

it('a second Ctrl-C ends at once', async () => {
  const run = start([...small, '--epochs', '1000', '--out', 'runs/c'], folder.path);
  await run.event(({ event }) => event === 'progress' || event === 'epoch');
  run.process.kill('SIGINT');
  run.process.kill('SIGINT');
  expect((await run.finished).code).toBe(130);
});

it('a reader that goes away stops the run instead of letting it train for nobody', async () => {
  const run = start([...small, '--epochs', '100000', '--out', 'runs/d'], folder.path);
  await run.event(({ event }) => event === 'member-start');
  run.process.stdout?.destroy();
  const { code, stderr } = await run.finished;
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
});

const hasFullDevice = existsSync('/dev/full');
it.skipIf(!hasFullDevice).each(['--json', '--no-report'])(
  'a log on a full disk costs lines, and never the run (%s; skipped where there is no /dev/full)',
  async (option) => {
    const options = ['--members', '2', '--epochs', '2', '--no-report', '--out', `runs/full${option}`];
    const full = openSync('/dev/full', 'w');
    const run = spawn(process.execPath, [main, ...small.slice(0, -1), ...options, option], {
      cwd: folder.path,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let stderr = '';
    run.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(run, 'close');
    expect(stderr).toMatch(/^warning: standard output cannot be written, and is incomplete: ENOSPC.*\n$/);
    expect(code).toBe(1);
    const resumed = await convoy(['resume', `runs/full${option}`, '--no-report'], folder.path);
    expect(resumed.stdout).toMatch(/^This run is complete/);
  },
);
