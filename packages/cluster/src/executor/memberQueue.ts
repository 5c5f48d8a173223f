// The jobs of one run in the queue: put there, looked at and taken out again. Jobs of the same member have the same id, so
// that the queue holds a member once, however often it is put there and by whom.

import type { MemberSpec } from '@convoy/ensemble';
import { type Job, Queue } from 'bullmq';
import { jobId, type MemberJob } from '../job/job.ts';
import { configurationDigest } from '../job/specification.ts';
import { type QueueConnection, queueName } from '../queue/connection.ts';

/** Jobs that have ended are kept for who was not there to hear of it. */
const KEPT = { age: 24 * 3600, count: 20_000 };

export interface MemberQueue {
  readonly queue: Queue;
  /** What the queue holds of a member. */
  jobOf(spec: MemberSpec): { readonly id: string; readonly data: MemberJob };
  find(id: string): Promise<Job | null>;
  add(id: string, data: MemberJob): Promise<void>;
  /** Takes a job out, unless a worker has it. @returns whether it is out */
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface MemberQueueOptions {
  readonly connection: QueueConnection;
  /** Its name under the root of the store. */
  readonly run: string;
  /** `strict`, or the kind of processor whose `fast` kernels the run began with. */
  readonly kernels: string;
  /** How often a member may fail before its job does. @default 1 */
  readonly attempts?: number;
}

export function openMemberQueue({ connection, run, kernels, attempts = 1 }: MemberQueueOptions): MemberQueue {
  const queue = new Queue(queueName(kernels), { connection: connection.client, prefix: connection.prefix });
  // The connection itself complains, once per outage.
  queue.on('error', () => undefined);
  const find = async (id: string) => (await queue.getJob(id)) ?? null;
  return {
    queue,
    jobOf(spec) {
      const configuration = configurationDigest(spec);
      const { member, data } = spec;
      const job: MemberJob = { version: 1, run, member, configuration, dataset: data.sha256, kernels };
      return { id: jobId(job), data: job };
    },
    find,
    async add(id, data) {
      await connection.client.sadd(connection.key('kinds'), kernels);
      await queue.add('member', data, {
        jobId: id,
        attempts,
        backoff: { type: 'exponential', delay: 1000 },
        removeOnComplete: KEPT,
        removeOnFail: KEPT,
      });
    },
    async remove(id) {
      const job = await find(id);
      if (job === null) return true;
      try {
        await job.remove();
        return true;
      } catch {
        return false; // A worker has it.
      }
    },
    close: () => queue.close(),
  };
}
