// A fault at one operation after the other, of `convoy train` and of `convoy resume`: each run must end with the same bits.

import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { convoy } from '../cli/convoy.ts';
import type { Fault, Operation } from './operations.ts';
import { type Disk, restore, survivors } from './powerCut.ts';
import { ensembleOf, runWatched } from './tinyRun.ts';

export interface Recorded {
  readonly folder: string;
  readonly expected: Buffer;
  readonly train: readonly Operation[];
  /** Of a resume from a run that was cut in its first member. */
  readonly resume: readonly Operation[];
}

const trainArgs = (out: string) => ['train', '--config', 'tiny.json', '--out', out, '--no-report'];
const resumeArgs = (out: string) => ['resume', out, '--no-report'];
/** A moment at which one member has checkpoints and the other has not begun. */
const cutAt: Fault = { thread: 'worker', at: 12, action: 'kill-after' };

/** Runs once without a fault, and once cut and resumed, and notes what they do to the disk. */
export async function record(folder: string): Promise<Recorded> {
  const { operations: train, stderr } = await runWatched(trainArgs('whole'), folder, 'whole');
  if (!existsSync(join(folder, 'whole/ensemble.convoy'))) throw new Error(`the plain run failed: ${stderr}`);
  const { signal } = await runWatched(trainArgs('cut'), folder, 'cut', cutAt);
  if (signal !== 'SIGKILL') throw new Error('the cut run was not cut');
  cpSync(join(folder, 'cut'), join(folder, 'resumed'), { recursive: true });
  const { operations: resume } = await runWatched(resumeArgs('resumed'), folder, 'resumed');
  return { folder, expected: ensembleOf(folder, 'whole'), train, resume };
}

/** @returns what is wrong with the run after one fault; null if nothing is */
export async function afterFault(
  { folder, expected }: Recorded,
  command: 'train' | 'resume',
  fault: Fault,
): Promise<string | null> {
  const out = `${command}-${fault.thread}-${fault.at}-${fault.action}`;
  if (command === 'resume') cpSync(join(folder, 'cut'), join(folder, out), { recursive: true });
  const args = command === 'train' ? trainArgs(out) : resumeArgs(out);
  const { code, signal, stderr } = await runWatched(args, folder, out, fault);
  if (fault.action.startsWith('kill')) {
    // The order of two threads is not fixed, so that an operation may not come about.
    if (signal !== 'SIGKILL' && code !== 0) return `${out}: ended with ${code}: ${stderr}`;
  } else if (signal !== null || (code !== 0 && !isPlain(stderr))) {
    return `${out}: no plain error, code ${code}, signal ${signal}: ${stderr}`;
  }
  return finish(folder, out, expected);
}

function isPlain(stderr: string): boolean {
  return /^convoy: /m.test(stderr) && !/unexpected|fault in Convoy|\n\s+at /.test(stderr);
}

/** @returns what is wrong with the run after a power cut behind the first `count` operations */
export async function afterPowerCut(
  { folder, expected, train }: Recorded,
  count: number,
  disk: Disk,
): Promise<string | null> {
  const out = `power-${count}-${disk.replace(' ', '-')}`;
  restore(survivors(train.slice(0, count), folder, disk), join(folder, 'whole'), join(folder, out));
  return finish(folder, out, expected);
}

/** Resumes a run, or begins it again where it had not been described yet, and compares. */
async function finish(folder: string, out: string, expected: Buffer): Promise<string | null> {
  const hasBegun = existsSync(join(folder, out, 'run.json'));
  const { code, stderr } = await convoy(hasBegun ? resumeArgs(out) : trainArgs(out), folder);
  if (code !== 0) return `${out}: resume ended with ${code}: ${stderr}`;
  if (!ensembleOf(folder, out).equals(expected)) return `${out}: other bits`;
  const left = readdirSync(join(folder, out), { recursive: true, encoding: 'utf8' });
  const temporary = left.filter((name) => /\.tmp$|run\.lock|status\.json|control/.test(name));
  return temporary.length === 0 ? null : `${out}: left behind: ${temporary.join(', ')}`;
}

/** Does `work` for every item, `lanes` at a time. @returns what was found wrong */
export async function faultsOf<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<string | null>,
): Promise<string[]> {
  const queue = items.values();
  const wrong: string[] = [];
  const lane = async () => {
    for (const item of queue) {
      const fault = await work(item);
      if (fault !== null) wrong.push(fault);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return wrong;
}
