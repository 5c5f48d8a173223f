// What runs in each worker thread. Piscina calls the exported functions by name.

import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { devicesReleased } from '@convoy/kernels';
import { type Endpoint, expose } from 'comlink';
import { move } from 'piscina';
import { type FmaJob, fmaForBenchmark as measureFma } from '../../benchmark/fmaForBenchmark.ts';
import { inferForBenchmark as measureInference } from '../../benchmark/inferForBenchmark.ts';
import type { BenchmarkJob } from '../../benchmark/job.ts';
import { trainForBenchmark as measureTraining } from '../../benchmark/trainForBenchmark.ts';
import type { DatasetRows } from '../../member/rows.ts';
import { MemberSession } from '../../member/session.ts';
import type { MemberSpec } from '../../member/spec.ts';
import { performMember as perform } from '../performMember.ts';
import { type ControlWord, sharedSwitch } from './controlWord.ts';
import { openStore, type StoreAccess } from './storeAccess.node.ts';
import { packResult } from './tasks.ts';

/** A member's specification, and what a thread of this process has beside it. */
export interface MemberTask {
  readonly spec: MemberSpec;
  /** Over shared memory. */
  readonly dataset: DatasetRows;
  readonly control: ControlWord;
  readonly store: StoreAccess;
  /** The member's end of its control channel. */
  readonly port: MessagePort;
}

export async function performMember({ spec, dataset, control, store, port }: MemberTask): Promise<unknown> {
  const session = new MemberSession(sharedSwitch(control), setImmediate);
  expose(session.control, port as unknown as Endpoint);
  const opened = openStore(store);
  try {
    return move(packResult(await perform(spec, { dataset, store: opened.store, session })));
  } finally {
    await devicesReleased();
    opened.close();
    port.close();
  }
}

export async function trainForBenchmark(job: BenchmarkJob): Promise<unknown> {
  return move(packResult(await released(measureTraining(job))));
}

export async function inferForBenchmark(job: BenchmarkJob): Promise<unknown> {
  return move(packResult(await released(measureInference(job))));
}

export async function fmaForBenchmark(job: FmaJob): Promise<unknown> {
  return move(packResult(await measureFma(job)));
}

/** The thread may be ended as soon as its task has: by then its devices must be free. */
async function released<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } finally {
    await devicesReleased();
  }
}
