// A worker's hold on a job. It is renewed while the member is trained; where it was lost, as after an outage of Redis or a
// suspension of the machine, it is taken back if nobody else has it.

import type { Job } from 'bullmq';
import type { QueueConnection } from '../queue/connection.ts';

/** What became of a hold: `elsewhere` is with another worker, `queued` waits for one, `gone` was removed with all of Redis. */
export type LostTo = 'elsewhere' | 'queued' | 'gone';

export interface Lease {
  release(): void;
}

/** @param onLost called once; nothing is renewed afterwards */
export function holdJob(
  { client, prefix }: QueueConnection,
  job: Job,
  token: string,
  lockMs: number,
  onLost: (to: LostTo) => void,
): Lease {
  let isRenewing = false;
  const timer = setInterval(async () => {
    if (isRenewing) return;
    isRenewing = true;
    try {
      const to = await renew();
      if (to === null) return;
      clearInterval(timer);
      onLost(to);
    } catch {
      // Away for a moment: the next turn asks again.
    } finally {
      isRenewing = false;
    }
  }, lockMs / 3);

  /** Null if it is still held. */
  async function renew(): Promise<LostTo | null> {
    if ((await job.extendLock(token, lockMs)) === 1) return null;
    const lock = `${prefix}:${job.queueName}:${job.id}:lock`;
    if ((await client.exists(lock)) === 1) return 'elsewhere';
    const state = await job.getState();
    if (state === 'unknown') return 'gone';
    if (state !== 'active') return state === 'completed' || state === 'failed' ? 'elsewhere' : 'queued';
    return (await client.set(lock, token, 'PX', Math.round(lockMs), 'NX')) === 'OK' ? null : 'elsewhere';
  }
  return { release: () => clearInterval(timer) };
}
