// A loop that only awaits resolved promises never lets another event in: no message arrives in its worker, no page is
// painted. Once a batch it waits for a turn of the event loop, which costs microseconds.

export interface EventTurns {
  /** Resolves after events that were waiting have been handled. */
  next(): Promise<void>;
  close(): void;
}

/** With `setImmediate` in Node, through a message to oneself in browsers, where timers may be held back for seconds. */
export function createEventTurns(): EventTurns {
  if (typeof setImmediate === 'function') {
    return { next: () => new Promise((resolve) => setImmediate(resolve)), close() {} };
  }
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(null);
      }),
    close: () => port1.close(),
  };
}

/** The last of a series of batches' results, letting other events in after each. */
export async function lastOf<T>(batches: AsyncIterable<T>): Promise<T> {
  const turns = createEventTurns();
  try {
    let last: T | undefined;
    for await (last of batches) await turns.next();
    // There is at least one row, and so at least one batch.
    return last as T;
  } finally {
    turns.close();
  }
}
