// What lets others see and steer a run from outside of its process. It goes through the run's store: it works wherever the
// store does, needs no address, and leaves nothing that outlives a crash.

import { EnsembleError, messageOf } from '../errors.ts';
import type { TrainEvent } from '../events.ts';
import { CONTROL_PREFIX, STATUS_KEY } from '../store/keys.ts';
import type { RunStore } from '../store/runStore.ts';
import type { RunHold } from './hold.ts';
import { type MemberStatus, memberAfter, waitingMember } from './memberStatus.ts';
import { readRequest, requestKey, waitingRequests, writeAnswer } from './requests.ts';

/** What `status.json` holds. */
export interface LiveStatus {
  readonly paused: boolean;
  readonly members: readonly MemberStatus[];
}

/** The members that are trained now, as the desk sees them. */
export interface ControlledCrew {
  readonly isPaused: boolean;
  pause(): Promise<void>;
  continue(): Promise<void>;
}

export interface ControlDeskOptions {
  readonly store: RunStore;
  readonly hold: RunHold;
  readonly members: number;
  readonly crew: ControlledCrew;
  /** Aborted to stop the run. */
  readonly halt: AbortController;
  readonly emit: (event: TrainEvent) => void;
}

export interface ControlDesk {
  /** Takes in what happens. */
  note(event: TrainEvent): void;
  /** Ends it, and removes what it wrote. */
  close(): Promise<void>;
}

const LOOK_SECONDS = 0.25;
/** Writing and renewing is rarer than looking by these factors. */
const STATUS_LOOKS = 8;
const TOUCH_LOOKS = 20;

export function openControlDesk(options: ControlDeskOptions): ControlDesk {
  const { store, hold, crew, halt, emit } = options;
  const lookMs = 1000 * (store.pollSeconds ?? LOOK_SECONDS);
  let members: readonly MemberStatus[] = Array.from({ length: options.members }, (_, at) =>
    waitingMember(at),
  );
  let changed = true;
  let wroteAt = Number.NEGATIVE_INFINITY;
  let touchedAt = performance.now();
  let turn = Promise.resolve();
  let failed = false;

  async function obey(id: string): Promise<void> {
    const request = await readRequest(store, id);
    // One for another hold was meant for a process that is gone: it gets no answer.
    const command = request?.token === hold.token ? request.command : null;
    if (command === 'stop') halt.abort();
    if (command === 'pause' || command === 'continue') {
      await crew[command]();
      emit({ event: command === 'pause' ? 'paused' : 'continued' });
      await tellStatus('now');
    }
    if (command !== null) await writeAnswer(store, id);
    await store.remove(requestKey(id));
  }

  async function tellStatus(when?: 'now'): Promise<void> {
    const now = performance.now();
    if (when !== 'now' && !(changed && now - wroteAt >= STATUS_LOOKS * lookMs)) return;
    changed = false;
    wroteAt = now;
    const status: LiveStatus = { paused: crew.isPaused, members };
    await store.write(STATUS_KEY, new TextEncoder().encode(JSON.stringify(status)), { durable: false });
  }

  async function look(): Promise<void> {
    try {
      for (const id of await waitingRequests(store)) await obey(id);
      await tellStatus();
      if (performance.now() - touchedAt > TOUCH_LOOKS * lookMs) {
        touchedAt = performance.now();
        await hold.touch();
      }
    } catch (error) {
      // The run ends; `conductRun` asks once more before it writes, and throws what it hears.
      if (error instanceof EnsembleError && error.code === 'run-locked') halt.abort();
      else complain(error);
    }
  }

  /** A run does not end for want of an audience; it says so once. */
  function complain(error: unknown): void {
    if (!failed) {
      emit({
        event: 'warning',
        message: `${store.name} cannot be seen or steered from outside: ${messageOf(error)}`,
      });
    }
    failed = true;
  }

  const timer = setInterval(() => {
    turn = turn.then(look);
  }, lookMs);
  return {
    note(event) {
      const after = members.map((member) => memberAfter(member, event));
      changed ||= after.some((member, at) => member !== members[at]);
      members = after;
    },
    async close() {
      clearInterval(timer);
      await turn;
      // What cannot be removed is of a run that has ended, and no error of it.
      try {
        await store.remove(STATUS_KEY);
        for (const key of await store.list(CONTROL_PREFIX)) await store.remove(key);
      } catch (error) {
        complain(error);
      }
    },
  };
}
