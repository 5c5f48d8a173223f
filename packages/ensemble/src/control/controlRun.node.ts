// Steers a run that another process trains, through its directory.

import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { shellWord } from '@convoy/core/internal';
import { EnsembleError, messageOf } from '../errors.ts';
import { readManifestIn } from '../store/readRun.ts';
import { answerKey, type ControlCommand, requestKey, writeRequest } from './requests.ts';
import { openRunStore, runHolder } from './runLocation.node.ts';

/** Options for `controlRun`. */
export interface ControlOptions {
  /** How long to wait for the run to have done it. @default 60 */
  readonly timeoutSeconds?: number;
}

/**
 * Pauses a run that another process trains, continues it, or stops it as Ctrl-C would. Resolves when the run has answered:
 * no member trains any more, all train again, or the run's process has written its checkpoints and released the run.
 *
 * @throws {EnsembleError} `not-running`, if no process works on the run or it does not answer; `unreadable`
 */
export async function controlRun(
  run: string,
  command: ControlCommand,
  { timeoutSeconds = 60 }: ControlOptions = {},
): Promise<void> {
  const store = await openRunStore(run);
  await readManifestIn(store);
  const first = await runHolder(run);
  if (first === null) throw notRunning(run);
  // Its beginning only sorts the requests of one caller.
  const id = `${String(Date.now()).padStart(15, '0')}-${randomUUID()}`;
  try {
    await writeRequest(store, id, { command, token: first.token });
  } catch (error) {
    if ((await runHolder(run))?.token !== first.token) throw notRunning(run);
    throw new EnsembleError('write-failed', messageOf(error), { cause: error });
  }
  const deadline = performance.now() + timeoutSeconds * 1000;
  try {
    for (;;) {
      // Before the question who holds the run: an answer that came just before its end counts.
      const isAnswered = (await store.read(answerKey(id))) !== null;
      const isHeld = (await runHolder(run))?.token === first.token;
      if (command === 'stop' ? !isHeld : isAnswered) return;
      if (!isHeld) throw notRunning(run);
      if (performance.now() > deadline) throw noAnswer(run, command, first.pid, timeoutSeconds);
      await setTimeout(400 * (store.pollSeconds ?? 0.25));
    }
  } finally {
    await store.remove(requestKey(id));
    await store.remove(answerKey(id));
  }
}

function notRunning(run: string): EnsembleError {
  return new EnsembleError(
    'not-running',
    `${run}: no process works on this run. \`convoy status ${shellWord(run)}\` shows its progress, \`convoy resume ${shellWord(run)}\` resumes it`,
  );
}

function noAnswer(run: string, command: string, pid: number, seconds: number): EnsembleError {
  return new EnsembleError(
    'not-running',
    `${run}: its process ${pid} did not ${command} within ${seconds} s. It may be in a long batch; try again, or end it`,
  );
}
