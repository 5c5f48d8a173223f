// What a member was asked to do, and its signs of life: the part of its control that it looks at once per batch.

/** One side asks through it, the member looks at it; how the two are connected is the executor's own. */
export interface MemberSwitch {
  readonly isPaused: boolean;
  readonly isStopped: boolean;
  /** Has no effect on a stopped member: stopping is final. */
  pause(): void;
  /** Has no effect on a member that is not paused. */
  resume(): void;
  /** Also wakes a paused member, which then stops. */
  stop(): void;
  /** Resolves at once, or when a paused member is resumed or stopped. */
  untilNotPaused(): Promise<void>;
  /** Gives a sign of life. */
  beat(): void;
  /** Changes with every sign of life. */
  readonly beats: number;
}

/** A switch for a member that runs in the thread that controls it. */
export function createLocalSwitch(): MemberSwitch {
  let state: 'running' | 'paused' | 'stopped' = 'running';
  let beats = 0;
  let wake = () => {};
  return {
    get isPaused() {
      return state === 'paused';
    },
    get isStopped() {
      return state === 'stopped';
    },
    pause() {
      if (state === 'running') state = 'paused';
    },
    resume() {
      if (state === 'paused') state = 'running';
      wake();
    },
    stop() {
      state = 'stopped';
      wake();
    },
    async untilNotPaused() {
      while (state === 'paused') {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    beat() {
      beats += 1;
    },
    get beats() {
      return beats;
    },
  };
}
