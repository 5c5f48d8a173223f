// Jobs out of the queue of one kind of kernels. Jobs are fetched by hand: a worker has slots for all kinds together, and
// takes a job only when one is free.

import { type Job, Worker } from 'bullmq';
import { type QueueConnection, queueName } from '../queue/connection.ts';

export interface JobSource {
  readonly kernels: string;
  /**
   * The next job, locked with the token; null if there is none.
   * @param wait whether to wait a moment for one
   */
  next(token: string, wait: boolean): Promise<Job | null>;
  close(): Promise<void>;
}

export interface SourceOptions {
  readonly connection: QueueConnection;
  /** The worker's name, which jobs keep. */
  readonly machine: string;
  readonly lockMs: number;
  /** How often a machine may be lost under a job before it fails: a member that kills machines must end. */
  readonly maxLost: number;
}

/** How long a fetch waits for a job. */
const WAIT_SECONDS = 2;

export async function openSource(kernels: string, options: SourceOptions): Promise<JobSource> {
  const { connection, machine, lockMs, maxLost } = options;
  const worker = new Worker(queueName(kernels), null, {
    connection: connection.client,
    prefix: connection.prefix,
    name: machine,
    autorun: false,
    drainDelay: WAIT_SECONDS,
    lockDuration: lockMs,
    // A job whose lock has expired is found by the second check after that.
    stalledInterval: lockMs / 2,
    maxStalledCount: maxLost,
  });
  // The connection itself complains, once per outage.
  worker.on('error', () => undefined);
  void worker.startStalledCheckTimer();
  return {
    kernels,
    async next(token, wait) {
      return (await worker.getNextJob(token, { block: wait })) ?? null;
    },
    close: () => worker.close(true),
  };
}
