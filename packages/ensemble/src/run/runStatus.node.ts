// How far a run is: told by its process while there is one, read from its files otherwise.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCheckpoint } from '../checkpoint/decode.ts';
import { checkpointFiles } from '../checkpoint/files.node.ts';
import type { MemberFigures } from '../events.ts';
import { decodeEnsemble } from '../file/decode.ts';
import type { LiveStatus } from './controlDesk.node.ts';
import { isComplete } from './isComplete.node.ts';
import { MEMBERS_FOLDER, memberFolder, STATUS_FILE, WEIGHTS_FILE } from './layout.ts';
import { lockHolder } from './lock.node.ts';
import type { RunManifest } from './manifest.ts';
import { readManifest } from './readRun.node.ts';
import { type MemberStatus, type RunStatus, waitingMember } from './status.ts';

/**
 * How far a run is, whoever trains it.
 * @throws {EnsembleError} `unreadable` if the path is no run directory
 */
export async function runStatus(run: string): Promise<RunStatus> {
  const manifest = await readManifest(run);
  const holder = await lockHolder(run);
  const shared = {
    run,
    epochs: manifest.configuration.epochs,
    ensemble: manifest.result?.ensemble ?? null,
  };
  if (holder === null) {
    const state = (await isComplete(run, manifest)) ? 'complete' : 'interrupted';
    return { ...shared, state, process: null, members: await membersOnDisk(run, manifest) };
  }
  const live = await liveStatus(run);
  const { pid, host, since } = holder;
  return {
    ...shared,
    state: live?.paused ? 'paused' : 'running',
    process: { pid, host, since },
    members: live?.members ?? (await membersOnDisk(run, manifest)),
  };
}

/** Null in the first moments of a run. */
async function liveStatus(run: string): Promise<LiveStatus | null> {
  const text = await readIfThere(join(run, STATUS_FILE));
  // Its process replaces it whole.
  return text === null ? null : (JSON.parse(text.toString()) as LiveStatus);
}

async function membersOnDisk(run: string, { members, result }: RunManifest): Promise<MemberStatus[]> {
  return Promise.all(
    members.map(async ({ member }) => {
      const error = result?.failed.find((failure) => failure.member === member)?.error ?? null;
      const figures = result?.members.find((figures) => figures.member === member);
      if (figures) return done(figures);
      const saved = await memberOnDisk(join(run, MEMBERS_FOLDER, memberFolder(member)), member);
      const phase = result && !result.stopped && error !== null ? ('failed' as const) : saved.phase;
      return { ...saved, phase, error };
    }),
  );
}

/** From its weights if it finished, else from its newest checkpoint that can be read. */
async function memberOnDisk(folder: string, member: number): Promise<MemberStatus> {
  const weights = await readIfThere(join(folder, WEIGHTS_FILE));
  const finished = weights && attempt(() => decodeEnsemble(weights).members[0]);
  if (finished) {
    const { weights: _, seed: __, ...figures } = finished;
    return done(figures);
  }
  for (const name of await checkpointFiles(folder)) {
    const bytes = await readIfThere(join(folder, name));
    const progress = bytes && attempt(() => decodeCheckpoint(bytes).state.progress);
    if (!progress) continue;
    const { epoch, step, history } = progress;
    const last = (values: readonly number[] | undefined) => values?.at(-1) ?? null;
    const { loss, accuracy, valLoss, valAccuracy } = history.history;
    return {
      ...waitingMember(member),
      epoch: epoch + 1,
      step,
      loss: last(loss),
      accuracy: last(accuracy),
      valLoss: last(valLoss),
      valAccuracy: last(valAccuracy),
    };
  }
  return waitingMember(member);
}

function done(figures: MemberFigures): MemberStatus {
  return { ...waitingMember(figures.member), phase: 'done', epoch: figures.epochs, figures };
}

/** A damaged file tells nothing of its member; `resume` says that it is damaged. */
function attempt<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
