// One word of shared memory a member: what it has been told to do. It can be written while the member's thread is deep
// in a synchronous stretch and answers no message; the member reads it once a batch.

const RUNNING = 0;
const PAUSED = 1;
const STOPPED = 2;

/** `[1]`, over a SharedArrayBuffer. */
export type ControlWord = Int32Array<SharedArrayBuffer>;

export function createControlWord(): ControlWord {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Has no effect on a member that is stopped: stopping is for good. */
export function requestPause(word: ControlWord): void {
  Atomics.compareExchange(word, 0, RUNNING, PAUSED);
}

export function requestResume(word: ControlWord): void {
  Atomics.compareExchange(word, 0, PAUSED, RUNNING);
  Atomics.notify(word, 0);
}

/** Also wakes a paused member, which then stops. */
export function requestStop(word: ControlWord): void {
  Atomics.store(word, 0, STOPPED);
  Atomics.notify(word, 0);
}

export function isStopRequested(word: ControlWord): boolean {
  return Atomics.load(word, 0) === STOPPED;
}

/** Resolves at once, or when a paused member is resumed or stopped. */
export async function untilNotPaused(word: ControlWord): Promise<void> {
  while (Atomics.load(word, 0) === PAUSED) await Atomics.waitAsync(word, 0, PAUSED).value;
}
