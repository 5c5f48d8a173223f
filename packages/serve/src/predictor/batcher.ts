// Dynamic batching: rows of several requests wait until they fill a batch, or the first of them has waited long enough and
// a worker is free. While all workers are busy the queue grows, and the next batch with it.

import { ServeError } from '../errors.ts';

/** A part of a request that waits for a worker. */
export interface Waiting<Work, Answer> {
  readonly rows: number;
  readonly work: Work;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Hands out the answers of a batch. */
export type Settle = () => void;

export interface BatcherOptions<Work, Answer> {
  /** Rows that one execution takes. */
  readonly maxBatch: number;
  /** Milliseconds that rows wait for others while a worker is free. */
  readonly maxDelay: number;
  /** Rows that may wait. */
  readonly maxQueue: number;
  /** Batches that run at once. */
  readonly concurrency: number;
  /**
   * Resolves when the worker is free, with the call that settles every one of the batch; never rejects. `waited` has the
   * milliseconds that each was in the queue.
   */
  execute(batch: readonly Waiting<Work, Answer>[], waited: readonly number[]): Promise<Settle>;
}

export interface Batcher<Work, Answer> {
  /** Rows that wait now. */
  readonly queued: number;
  /** @throws {ServeError} `queue-full` if these rows would be more than may wait */
  add(waiting: readonly Waiting<Work, Answer>[]): void;
  /** Takes rows out of the queue, where they are still in it: nobody waits for their answer. */
  remove(waiting: readonly Waiting<Work, Answer>[]): void;
}

export function createBatcher<Work, Answer>(options: BatcherOptions<Work, Answer>): Batcher<Work, Answer> {
  const { maxBatch, maxDelay, maxQueue, concurrency, execute } = options;
  /** When each came; a `Map` keeps their order, and lets go of any of them at once. */
  const queue = new Map<Waiting<Work, Answer>, number>();
  let queued = 0;
  let running = 0;
  let isSoon = false;
  let later: NodeJS.Timeout | undefined;

  function schedule(): void {
    while (running < concurrency && queue.size > 0) {
      const [oldest = 0] = queue.values();
      const left = maxDelay - (performance.now() - oldest);
      if (queued < maxBatch && left > 0) {
        wake(left);
        return;
      }
      dispatch();
    }
  }

  function wake(milliseconds: number): void {
    if (later !== undefined) return;
    later = setTimeout(() => {
      later = undefined;
      schedule();
    }, milliseconds);
  }

  /** A timer that nobody waits for must not keep the process. */
  function sleepIfEmpty(): void {
    if (queue.size > 0) return;
    clearTimeout(later);
    later = undefined;
  }

  function dispatch(): void {
    const batch: Waiting<Work, Answer>[] = [];
    const waited: number[] = [];
    const now = performance.now();
    let rows = 0;
    for (const [waiting, since] of queue) {
      if (rows + waiting.rows > maxBatch) break;
      rows += waiting.rows;
      batch.push(waiting);
      waited.push(now - since);
      queue.delete(waiting);
    }
    queued -= rows;
    sleepIfEmpty();
    running += 1;
    void execute(batch, waited).then((settle) => {
      running -= 1;
      // The next batch first: writing the answers takes longer than a worker should wait for work.
      schedule();
      settle();
    });
  }

  return {
    get queued() {
      return queued;
    },
    add(waiting) {
      const rows = waiting.reduce((sum, one) => sum + one.rows, 0);
      if (queued + rows > maxQueue) {
        throw new ServeError('queue-full', `queue: ${queued} rows wait already, at most ${maxQueue} may`);
      }
      const now = performance.now();
      for (const one of waiting) queue.set(one, now);
      queued += rows;
      // All requests that arrived in this turn of the event loop come first.
      if (isSoon) return;
      isSoon = true;
      setImmediate(() => {
        isSoon = false;
        schedule();
      });
    },
    remove(waiting) {
      for (const one of waiting) if (queue.delete(one)) queued -= one.rows;
      sleepIfEmpty();
    },
  };
}
