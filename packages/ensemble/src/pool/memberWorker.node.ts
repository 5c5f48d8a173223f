// What runs in each worker thread. Piscina calls the exported functions by name.

import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { devicesReleased } from '@convoy/kernels';
import { type Endpoint, expose } from 'comlink';
import { move } from 'piscina';
import { type FmaJob, fmaForBenchmark as measureFma } from '../benchmark/fmaForBenchmark.ts';
import { inferForBenchmark as measureInference } from '../benchmark/inferForBenchmark.ts';
import type { BenchmarkJob } from '../benchmark/job.ts';
import { trainForBenchmark as measureTraining } from '../benchmark/trainForBenchmark.ts';
import { identityOf } from '../checkpoint/content.ts';
import { writeCheckpoint } from '../checkpoint/files.node.ts';
import type { MemberJob } from '../member/job.ts';
import { MemberSession } from '../member/session.ts';
import { trainMember as train } from '../member/trainMember.ts';
import { packResult } from './tasks.ts';

export interface TrainMemberTask {
  readonly job: MemberJob;
  /** The member's end of its control channel. */
  readonly port: MessagePort;
}

export async function trainMember({ job, port }: TrainMemberTask): Promise<unknown> {
  const session = new MemberSession(job.control, setImmediate);
  expose(session.control, port as unknown as Endpoint);
  const identity = identityOf(job);
  try {
    const outcome = await train(job, session, async (state) => {
      if (job.checkpoints !== null) await writeCheckpoint(job.checkpoints.folder, { identity, state });
    });
    return move(packResult(outcome));
  } finally {
    await devicesReleased();
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
