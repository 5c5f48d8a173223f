// Lets go of a device that nobody uses for a while. Dawn, which is WebGPU in Node, turns the event loop as long as it has
// a device: a process could not end, and would keep a processor busy, because somebody forgot to dispose of a model.

export interface IdleWatch {
  /** Does work on the device, after a rest that may be going on has ended. */
  during<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

const milliseconds = 1000;

/** @param rest frees the device; null for devices that hold nobody up */
export function createIdleWatch(rest: (() => Promise<void>) | null): IdleWatch {
  let working = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resting: Promise<void> = Promise.resolve();

  function watch(doRest: () => Promise<void>): void {
    timer = setTimeout(() => {
      resting = doRest();
      // Whoever works next is told why it failed.
      resting.catch(() => undefined);
    }, milliseconds);
    timer.unref?.();
  }

  return {
    async during(work) {
      working++;
      clearTimeout(timer);
      try {
        await resting;
        return await work();
      } finally {
        working--;
        if (rest !== null && working === 0) watch(rest);
      }
    },
    stop() {
      clearTimeout(timer);
      rest = null;
    },
  };
}
