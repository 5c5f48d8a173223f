// How far a run is: told by its process while there is one, read from its files otherwise.

import type { MemberMetrics } from '../events.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { decodeCheckpoint } from '../member/checkpoint/decode.ts';
import { checkpointKeys } from '../store/checkpoints.ts';
import { isCompleteIn } from '../store/isComplete.ts';
import { STATUS_KEY, weightsKey } from '../store/keys.ts';
import type { RunManifest } from '../store/manifest.ts';
import { readManifestIn } from '../store/readRun.ts';
import { type RunStore, readText } from '../store/runStore.ts';
import type { LiveStatus } from './controlDesk.ts';
import { type MemberStatus, type RunStatus, waitingMember } from './memberStatus.ts';
import { openRunStore, runHolder } from './runLocation.node.ts';

/**
 * How far a run is, whoever trains it.
 * @throws {EnsembleError} `unreadable` if the path is no run directory
 */
export async function runStatus(run: string): Promise<RunStatus> {
  const store = await openRunStore(run);
  const manifest = await readManifestIn(store);
  const holder = await runHolder(run);
  const shared = {
    run,
    epochs: manifest.configuration.epochs,
    ensemble: manifest.result?.ensemble ?? null,
  };
  if (holder === null) {
    const state = (await isCompleteIn(store, manifest)) ? 'complete' : 'interrupted';
    return { ...shared, state, process: null, members: await membersIn(store, manifest) };
  }
  const live = await liveStatus(store);
  const { pid, host, since } = holder;
  return {
    ...shared,
    state: live?.paused ? 'paused' : 'running',
    process: { pid, host, since },
    members: live?.members ?? (await membersIn(store, manifest)),
  };
}

/** Null in the first moments of a run. */
async function liveStatus(store: RunStore): Promise<LiveStatus | null> {
  const text = await readText(store, STATUS_KEY);
  // Its process replaces it whole.
  return text === null ? null : (JSON.parse(text) as LiveStatus);
}

async function membersIn(store: RunStore, { members, result }: RunManifest): Promise<MemberStatus[]> {
  return Promise.all(
    members.map(async ({ member }) => {
      const error = result?.failed.find((failure) => failure.member === member)?.error ?? null;
      const metrics = result?.members.find((metrics) => metrics.member === member);
      if (metrics) return done(metrics);
      const saved = await memberIn(store, member);
      const phase = result && !result.stopped && error !== null ? ('failed' as const) : saved.phase;
      return { ...saved, phase, error };
    }),
  );
}

/** From its weights if it finished, else from its newest checkpoint that can be read. */
async function memberIn(store: RunStore, member: number): Promise<MemberStatus> {
  const weights = await store.read(weightsKey(member));
  const finished = weights && attempt(() => decodeEnsemble(weights).members[0]);
  if (finished) {
    const { weights: _, seed: __, ...metrics } = finished;
    return done(metrics);
  }
  for (const key of await checkpointKeys(store, member)) {
    const bytes = await store.read(key);
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

function done(metrics: MemberMetrics): MemberStatus {
  return { ...waitingMember(metrics.member), phase: 'done', epoch: metrics.epochs, metrics };
}

/** A damaged file tells nothing of its member; `resume` says that it is damaged. */
function attempt<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
