// A caller that waits for its parts of batches: until they are there, its time is over, or it leaves.

import { ServeError } from '../errors.ts';
import type { Batcher, Waiting } from './batcher.ts';

/** How long a caller waits. */
export interface Patience {
  /** As `performance.now()` counts. */
  readonly until: number;
  /** Milliseconds that it had in all, for the error. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Adds parts to a queue and resolves with their answers; takes what is still in the queue out of it when nobody waits
 * any more.
 * @throws {ServeError} `queue-full`, `deadline`, `cancelled`, or as the work fails
 */
export async function waitFor<Work, Answer>(
  batcher: Batcher<Work, Answer>,
  parts: readonly { readonly work: Work; readonly rows: number }[],
  { until, timeout, signal }: Patience,
): Promise<readonly Answer[]> {
  if (signal?.aborted) throw cancelled();
  const { promise: left, reject: leave } = Promise.withResolvers<never>();
  const answers: Promise<Answer>[] = [];
  const waiting = parts.map((part): Waiting<Work, Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    answers.push(promise);
    return { ...part, resolve, reject };
  });
  batcher.add(waiting);
  const gone = () => leave(cancelled());
  const late = () => leave(new ServeError('deadline', `timeout: no answer within ${timeout} ms`));
  const timer = setTimeout(late, Math.max(0, until - performance.now()));
  signal?.addEventListener('abort', gone, { once: true });
  try {
    return await Promise.race([Promise.all(answers), left]);
  } finally {
    batcher.remove(waiting);
    clearTimeout(timer);
    signal?.removeEventListener('abort', gone);
  }
}

function cancelled(): ServeError {
  return new ServeError('cancelled', 'the caller left before the answer came');
}
