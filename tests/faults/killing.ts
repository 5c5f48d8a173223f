// Kills runs at random moments and resumes them until they are complete: whole processes with SIGKILL, and single workers.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createGenerator, type Dataset, deriveSeed, type Generator } from '@convoy/core';
import { loadDataset } from '@convoy/core/node';
import type { ExecutorContext } from '@convoy/ensemble';
import { type ThreadExecutor, threadExecutor, trainEnsemble } from '@convoy/ensemble/node';
import { start } from '../cli/convoy.ts';
import { smallRun } from './smallRun.ts';

export interface Killing {
  /** Holds the configuration that `writeConfiguration` wrote. */
  readonly folder: string;
  /** What every run must end with. */
  readonly expected: Buffer;
  readonly seed: number;
  /** What the uninterrupted run took: moments are drawn from half of it. */
  readonly milliseconds: number;
  /** Whether to go on, by the kills so far. */
  readonly more: (kills: number) => boolean;
}

export interface Killed {
  readonly kills: number;
  readonly runs: number;
}

/** So many at most, and a run comes to its end: the last process then finds some members finished, and trains others. */
const KILLS_A_RUN = 6;

/** Kills the process of `convoy train` and `convoy resume`, run after run; the last is let come to its end. */
export async function killProcesses({
  folder,
  expected,
  seed,
  milliseconds,
  more,
}: Killing): Promise<Killed> {
  const random = createGenerator(deriveSeed(seed, 'processes'));
  let kills = 0;
  let runs = 0;
  for (; more(kills); runs++) {
    const out = `killed-${runs}`;
    const before = kills;
    let isComplete = false;
    while (!isComplete) {
      // Nothing to resume is left by a process that was killed before it had described its run.
      const hasBegun = existsSync(join(folder, out, 'run.json'));
      const args = hasBegun
        ? ['resume', out, '--no-report']
        : ['train', '--config', 'run.json', '--out', out];
      const mayKill = more(kills) && kills - before < KILLS_A_RUN;
      const wait = mayKill ? { random, longest: milliseconds / 2 } : null;
      const ended = await runAndKill(args, folder, wait);
      if (ended === 'killed') kills += 1;
      else isComplete = true;
    }
    await requireSame(join(folder, out), expected, `${kills} kills`);
  }
  return { kills, runs };
}

/** @param wait when to kill it; null to let it come to its end */
async function runAndKill(
  args: readonly string[],
  folder: string,
  wait: { readonly random: Generator; readonly longest: number } | null,
): Promise<'killed' | 'complete'> {
  const command = start([...args, '--json'], folder);
  const { finished } = command;
  if (wait !== null) {
    // Most often while it trains, sometimes while it starts.
    const isEarly = wait.random.uniform() < 0.2;
    const moment = wait.random.uniform() * wait.longest;
    if (!isEarly)
      await Promise.race([command.event(({ event }) => event === 'start').catch(() => {}), finished]);
    await Promise.race([setTimeout(moment), finished]);
    command.process.kill('SIGKILL');
  }
  const { code, stderr } = await finished;
  if (command.process.signalCode === 'SIGKILL') return 'killed';
  if (code !== 0) throw new Error(`convoy ${args.join(' ')} ended with ${code}: ${stderr}`);
  return 'complete';
}

/** Ends worker threads of runs, one at a time. */
export async function killWorkers({ folder, expected, seed, milliseconds, more }: Killing): Promise<Killed> {
  const random = createGenerator(deriveSeed(seed, 'workers'));
  const dataset = await loadDataset('glyphs');
  let kills = 0;
  let runs = 0;
  for (; more(kills); runs++) {
    const out = join(folder, `workers-${runs}`);
    const mayKill = (now: number) => more(kills + now) && now < KILLS_A_RUN;
    const moment = () => random.uniform() * (milliseconds / 2);
    kills += await trainAndKillWorkers(dataset, out, moment, random, mayKill);
    await requireSame(out, expected, `${kills} kills of a worker`);
  }
  return { kills, runs };
}

async function trainAndKillWorkers(
  dataset: Dataset,
  out: string,
  moment: () => number,
  random: Generator,
  more: (kills: number) => boolean,
): Promise<number> {
  let hired: ThreadExecutor | undefined;
  const executor = (context: ExecutorContext) => {
    hired = threadExecutor(context);
    return hired;
  };
  const crashes = { maxFailures: Number.MAX_SAFE_INTEGER };
  let isOver = false;
  let restarts = 0;
  const onEvent = ({ event }: { readonly event: string }) => {
    if (event === 'member-restart') restarts += 1;
  };
  const training = trainEnsemble({ ...smallRun, ...crashes, dataset, out, onEvent, executor });
  const over = training.finally(() => {
    isOver = true;
  });
  while (!isOver && more(restarts)) {
    await Promise.race([setTimeout(moment()), over]);
    const threads = hired?.pool.threads ?? [];
    if (!isOver && threads.length > 0) await threads[random.integer(threads.length)]?.terminate();
  }
  const { succeeded, failed } = await over;
  if (!succeeded || failed.length > 0) throw new Error(`${out}: members failed: ${JSON.stringify(failed)}`);
  // A thread that had no member at that moment is none that counts.
  return restarts;
}

async function requireSame(out: string, expected: Buffer, after: string): Promise<void> {
  const found = await readFile(join(out, 'ensemble.convoy'));
  if (!found.equals(expected)) throw new Error(`${out}: after ${after} it ended with other bits`);
}
