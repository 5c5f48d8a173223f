// Steers a run that another process trains, through the files of `controlDesk.node.ts`.

import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { shellWord } from '@convoy/core';
import { EnsembleError, messageOf } from '../errors.ts';
import type { ControlCommand } from './controlDesk.node.ts';
import { CONTROL_FOLDER } from './layout.ts';
import { lockHolder } from './lock.node.ts';
import { readManifest } from './readRun.node.ts';

/** What `controlRun` is told. */
export interface ControlOptions {
  /** How long to wait for the run to have done it. @default 60 */
  readonly timeoutSeconds?: number;
}

/**
 * Pauses a run that another process trains, continues it, or stops it as Ctrl-C would. Resolves when it has been done: no
 * member trains any more, all train again, or the run's process has written its checkpoints and let go of the run.
 *
 * @throws {EnsembleError} `not-running`, if no process works on the run or it does not answer; `unreadable`
 */
export async function controlRun(
  run: string,
  command: ControlCommand,
  { timeoutSeconds = 60 }: ControlOptions = {},
): Promise<void> {
  await readManifest(run);
  if ((await lockHolder(run)) === null) throw notRunning(run);
  const request = join(
    run,
    CONTROL_FOLDER,
    `${String(Date.now()).padStart(15, '0')}-${randomUUID()}.request`,
  );
  try {
    await mkdir(join(run, CONTROL_FOLDER), { recursive: true });
    await writeFile(`${request}.tmp`, command);
    await rename(`${request}.tmp`, request);
  } catch (error) {
    // The run may just have ended, and taken the folder away.
    if ((await lockHolder(run)) === null) throw notRunning(run);
    throw new EnsembleError('write-failed', `cannot write ${request}: ${messageOf(error)}`, { cause: error });
  }
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const holder = await lockHolder(run);
    const isDone = command === 'stop' ? holder === null : !(await exists(request));
    if (isDone) return;
    if (holder === null || performance.now() > deadline) {
      await rm(request, { force: true });
      throw holder === null ? notRunning(run) : noAnswer(run, command, holder.pid, timeoutSeconds);
    }
    await setTimeout(100);
  }
}

function notRunning(run: string): EnsembleError {
  return new EnsembleError(
    'not-running',
    `${run}: no process works on this run. \`convoy status ${shellWord(run)}\` says how far it is, \`convoy resume ${shellWord(run)}\` goes on with it`,
  );
}

function noAnswer(run: string, command: string, pid: number, seconds: number): EnsembleError {
  return new EnsembleError(
    'not-running',
    `${run}: its process ${pid} did not ${command} within ${seconds} s. It may be in a long batch; try again, or end it`,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
