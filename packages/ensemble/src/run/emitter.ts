import type { TrainEvent } from '../events.ts';

export interface Emitter {
  emit(event: TrainEvent): void;
  /** Throws what the listener threw, if it did. */
  rethrow(): void;
}

/** Events come from inside of members' tasks, which a listener that throws must not fail: it ends the run instead. */
export function createEmitter(
  listener: ((event: TrainEvent) => void) | undefined,
  halt: AbortController,
): Emitter {
  const thrown: unknown[] = [];
  return {
    emit(event) {
      if (thrown.length > 0) return;
      try {
        listener?.(event);
      } catch (error) {
        thrown.push(error);
        halt.abort();
      }
    },
    rethrow() {
      for (const error of thrown) throw error;
    },
  };
}
