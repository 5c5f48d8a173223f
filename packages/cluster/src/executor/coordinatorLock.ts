// One coordinator per run: whoever plans and combines it holds a lease in Redis, beside the lock of the run's store. It also
// holds where the store cannot lock.

import { randomUUID } from 'node:crypto';
import { isHeld, parseHolder, thisHolder } from '@convoy/ensemble/internal/node';
import { ClusterError } from '../errors.ts';
import type { QueueConnection } from '../queue/connection.ts';

const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

// Sets a value only where it is the one that was seen: empty for none.
const replaceScript = `
local found = redis.call('GET', KEYS[1]) or ''
if found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;
const removeScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** The right to coordinate a run. */
export interface CoordinatorLock {
  /** Aborted when another has it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the right to coordinate a run, and renews it until it is released.
 * @param renewMs milliseconds between two renewals
 * @throws {ClusterError} `run-locked`, saying by whom
 */
export async function lockCoordinator(
  queue: QueueConnection,
  run: string,
  renewMs = RENEW_MS,
): Promise<CoordinatorLock> {
  const { client } = queue;
  const key = queue.key('coordinator', run);
  const own = JSON.stringify(await thisHolder(randomUUID()));
  const replace = (seen: string) => client.eval(replaceScript, 1, key, seen, own, LEASE_MS);
  const found = (await client.get(key)) ?? '';
  // On this machine it shows whether the process lives; on another one the lease decides.
  const isFree = found === '' || !(await isHeld(parseHolder(found), 0));
  if (!isFree || (await replace(found)) !== 1) throw locked(run, (await client.get(key)) ?? found);

  const lost = new AbortController();
  let renewing: Promise<void> | null = null;
  const timer = setInterval(() => {
    // While Redis is away there is nothing to renew, and the next turn asks again.
    if (client.status !== 'ready') return;
    renewing ??= renew()
      .catch(() => undefined)
      .finally(() => {
        renewing = null;
      });
  }, renewMs);

  async function renew(): Promise<void> {
    // After Redis was emptied it is taken anew, if nobody else was faster.
    if ((await replace(own)) === 1 || (await replace('')) === 1) return;
    clearInterval(timer);
    lost.abort(locked(run, (await client.get(key)) ?? ''));
  }

  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      // Without Redis the lease ends by itself.
      if (client.status !== 'ready') return;
      // A renewal under way would take it anew.
      await renewing;
      await client.eval(removeScript, 1, key, own);
    },
  };
}

function locked(run: string, text: string): ClusterError {
  const holder = parseHolder(text);
  const who =
    holder === null ? 'another process' : `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
  return new ClusterError(
    'run-locked',
    `${run}: ${who} coordinates this run. If that process is gone, its lease ends within ${LEASE_MS / 1000} s`,
  );
}
