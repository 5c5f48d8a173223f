// Turns of real processes, as small as they can be.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { Command } from './competitor.ts';
import { playTurn } from './turn.ts';

const parameters = 42;
const folder = mkdtempSync(join(tmpdir(), 'convoy-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** A process that runs this program; `say` prints a message, `line` waits for one on standard input. */
function program(body: string): Command {
  const prelude = `
    import { existsSync, writeFileSync } from 'node:fs';
    const say = (message) => console.log(JSON.stringify(message));
    const line = () => new Promise((resolve) => process.stdin.once('data', resolve).once('end', () => process.exit()));
  `;
  return { file: process.execPath, args: ['--input-type=module', '-e', prelude + body] };
}

const peer = (rate: number, count = parameters) =>
  program(
    `say({ ready: { parameters: ${count} } }); await line(); say({ imagesPerSecond: ${rate} }); process.exit();`,
  );

function play(commands: readonly Command[], options: { limitSeconds?: number; signal?: AbortSignal } = {}) {
  const { limitSeconds = 30, signal = new AbortController().signal } = options;
  return playTurn({ commands, parameters, limitSeconds, signal });
}

test('the rate of a turn is the sum over its processes', async () => {
  expect(await play([peer(100), peer(11.5)])).toEqual({ imagesPerSecond: 111.5 });
});

test('none begins before all are ready', async () => {
  const mark = join(folder, 'ready');
  const slow = program(`
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(${JSON.stringify(mark)}, ''); say({ ready: { parameters: 42 } });
    await line(); say({ imagesPerSecond: 0 }); process.exit();
  `);
  // It reports whether the other was ready when it began, in place of a rate.
  const quick = program(`
    say({ ready: { parameters: 42 } });
    await line(); say({ imagesPerSecond: existsSync(${JSON.stringify(mark)}) ? 1 : 0 }); process.exit();
  `);
  expect(await play([slow, quick])).toEqual({ imagesPerSecond: 1 });
});

test('whatever else a process prints is ignored', async () => {
  const chatty = program(`
    console.log('{ not JSON'); console.log('hello'); console.error('a warning');
    say({ ready: { parameters: 42 } }); await line(); say({ imagesPerSecond: 5 }); process.exit();
  `);
  expect(await play([chatty])).toEqual({ imagesPerSecond: 5 });
});

test('a competitor that runs another network is refused', async () => {
  await expect(play([peer(100, 43)])).rejects.toThrow('expected 42 parameters, found 43');
});

test('what a failing process complained of is in the error', async () => {
  const failing = program(`throw new Error('out of luck')`);
  await expect(play([peer(100), failing])).rejects.toThrow(/ended without a result: .*out of luck/s);
});

test('a program that is not there fails the turn', async () => {
  await expect(play([{ file: '/nowhere/python3', args: [] }])).rejects.toThrow('ENOENT');
});

test('a process that hangs is given up and ended', async () => {
  const hanging = program(`say({ ready: { parameters: 42 } }); setInterval(() => {}, 1000);`);
  await expect(play([hanging], { limitSeconds: 0.5 })).rejects.toThrow('gave up after 0.5 s');
});

test('when the signal has ended a turn, its processes are gone', async () => {
  const stop = new AbortController();
  const files = ['first', 'second'].map((name) => join(folder, name));
  const endless = files.map((file) =>
    program(`writeFileSync(${JSON.stringify(file)}, String(process.pid)); for (;;) {}`),
  );
  const turn = play(endless, { signal: stop.signal });
  const processes = await Promise.all(files.map(processIn));
  stop.abort();
  await expect(turn).rejects.toThrow();
  for (const id of processes) expect(() => process.kill(id, 0)).toThrow('ESRCH');
});

/** The process whose number comes to stand in a file. */
async function processIn(file: string): Promise<number> {
  for (;;) {
    const id = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (id > 0) return id;
    await setTimeout(20);
  }
}
