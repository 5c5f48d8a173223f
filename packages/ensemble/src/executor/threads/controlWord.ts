// Two words of shared memory a member: what it has been told to do, and its signs of life. They can be written and read
// while the member's thread is deep in a synchronous stretch and answers no message; the member looks once a batch.

import type { MemberSwitch } from '../../member/switch.ts';

const COMMAND = 0;
const BEATS = 1;

const RUNNING = 0;
const PAUSED = 1;
const STOPPED = 2;

/** `[2]`, over a SharedArrayBuffer. */
export type ControlWord = Int32Array<SharedArrayBuffer>;

export function createControlWord(): ControlWord {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Has no effect on a member that is stopped: stopping is for good. */
export function requestPause(word: ControlWord): void {
  Atomics.compareExchange(word, COMMAND, RUNNING, PAUSED);
}

export function requestResume(word: ControlWord): void {
  Atomics.compareExchange(word, COMMAND, PAUSED, RUNNING);
  Atomics.notify(word, COMMAND);
}

/** Also wakes a paused member, which then stops. */
export function requestStop(word: ControlWord): void {
  Atomics.store(word, COMMAND, STOPPED);
  Atomics.notify(word, COMMAND);
}

export function isStopRequested(word: ControlWord): boolean {
  return Atomics.load(word, COMMAND) === STOPPED;
}

export function isPauseRequested(word: ControlWord): boolean {
  return Atomics.load(word, COMMAND) === PAUSED;
}

/** Resolves at once, or when a paused member is resumed or stopped. */
export async function untilNotPaused(word: ControlWord): Promise<void> {
  while (isPauseRequested(word)) await Atomics.waitAsync(word, COMMAND, PAUSED).value;
}

/** A sign of life. */
export function beat(word: ControlWord): void {
  Atomics.add(word, BEATS, 1);
}

/** Changes with every sign of life. */
export function beatsOf(word: ControlWord): number {
  return Atomics.load(word, BEATS);
}

/** The word as a member and its session see it. */
export function sharedSwitch(word: ControlWord): MemberSwitch {
  return {
    get isPaused() {
      return isPauseRequested(word);
    },
    get isStopped() {
      return isStopRequested(word);
    },
    pause: () => requestPause(word),
    resume: () => requestResume(word),
    stop: () => requestStop(word),
    untilNotPaused: () => untilNotPaused(word),
    beat: () => beat(word),
    get beats() {
      return beatsOf(word);
    },
  };
}
