// The smallest run that writes every kind of file, on images of its own, so that a case takes about a second.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glyphs, type Split } from '@convoy/core';
import type { Finished } from '../cli/convoy.ts';
import type { Fault, Operation } from './operations.ts';

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const hook = new URL('./hook.ts', import.meta.url).href;

/** Writes the dataset and the configuration into `folder`. */
export function prepareTinyRun(folder: string): void {
  const { train, test, imageShape } = glyphs({ trainCount: 96, testCount: 32 });
  const data = join(folder, 'digits');
  mkdirSync(data);
  const write = (name: string, { images, labels, count }: Split) => {
    writeFileSync(
      join(data, `${name}-images-idx3-ubyte`),
      idx([count, imageShape[0], imageShape[1]], images),
    );
    writeFileSync(join(data, `${name}-labels-idx1-ubyte`), idx([count], Uint8Array.from(labels)));
  };
  write('train', train);
  write('t10k', test);
  const model = {
    inputShape: imageShape,
    layers: [{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }],
  };
  const options = { dataset: 'digits', model, members: 2, workers: 1, seed: 3, epochs: 2, batchSize: 32 };
  writeFileSync(
    join(folder, 'tiny.json'),
    JSON.stringify({ ...options, validationSplit: 0.25, checkpointSteps: 2 }),
  );
}

function idx(extents: readonly number[], values: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * extents.length));
  head.setUint32(0, 0x0800 + extents.length);
  for (const [axis, extent] of extents.entries()) head.setUint32(4 + 4 * axis, extent);
  return Buffer.concat([new Uint8Array(head.buffer), values]);
}

/** `convoy ...args` with its operations on `out` written to `log`, and perhaps a fault. */
export async function runWatched(
  args: readonly string[],
  folder: string,
  out: string,
  fault: Fault | null = null,
): Promise<Finished & { readonly signal: NodeJS.Signals | null; readonly operations: readonly Operation[] }> {
  const log = join(folder, `${out}.log`);
  writeFileSync(log, '');
  const { CONVOY_DATA: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', hook, main, ...args], {
    cwd: folder,
    env: {
      ...inherited,
      XDG_CACHE_HOME: join(folder, 'cache'),
      CONVOY_TEST_FAULTS: JSON.stringify({ root: join(folder, out), log, fault }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...ended) => resolve(ended));
  });
  const lines = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
  return { code, signal, stdout, stderr, operations: lines.map((line) => JSON.parse(line)) };
}

export function ensembleOf(folder: string, out: string): Buffer {
  return readFileSync(join(folder, out, 'ensemble.convoy'));
}
