// What lets others see and steer a run from outside of its process. It goes through files in the run directory: they work
// wherever the run directory does, need no address, and leave nothing that outlives a crash. `control/` holds one file a
// request, which is removed when it has been done; `status.json` says how far the run is.

import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { TrainEvent } from '../events.ts';
import type { Crew } from './crew.ts';
import { CONTROL_FOLDER, STATUS_FILE } from './layout.ts';
import type { RunDirectory } from './runDirectory.node.ts';
import { type MemberStatus, memberChange, waitingMember } from './status.ts';

export const controlCommands = ['pause', 'continue', 'stop'] as const;
/** What another process may ask of a run. */
export type ControlCommand = (typeof controlCommands)[number];

/** What `status.json` holds. */
export interface LiveStatus {
  readonly paused: boolean;
  readonly members: readonly MemberStatus[];
}

export interface ControlDeskOptions {
  readonly directory: RunDirectory;
  readonly members: number;
  readonly crew: Crew;
  /** Aborted to stop the run. */
  readonly halt: AbortController;
  readonly emit: (event: TrainEvent) => void;
}

export interface ControlDesk {
  /** Takes in what happens. */
  note(event: TrainEvent): void;
  /** Ends it, and removes its files. */
  close(): Promise<void>;
}

const LOOK_MS = 250;
const STATUS_MS = 2000;
const TOUCH_MS = 30_000;

export function openControlDesk(options: ControlDeskOptions): ControlDesk {
  const { crew, halt, emit } = options;
  const { path, lock } = options.directory;
  const folder = join(path, CONTROL_FOLDER);
  const members = Array.from({ length: options.members }, (_, member) => waitingMember(member));
  let changed = true;
  let wroteAt = Number.NEGATIVE_INFINITY;
  let touchedAt = performance.now();
  let turn = Promise.resolve();
  let failed = false;

  async function obey(name: string): Promise<void> {
    const file = join(folder, name);
    // One from before was meant for a process that is gone.
    const isOld = Number.parseInt(name, 10) < lock.since;
    const command = isOld ? undefined : commandOf(await readFile(file, 'utf8'));
    if (command === 'stop') halt.abort();
    if (command === 'pause' || command === 'continue') {
      await crew[command]();
      emit({ event: command === 'pause' ? 'paused' : 'continued' });
      await tellStatus('now');
    }
    // Its removal is the answer.
    await rm(file, { force: true });
  }

  async function tellStatus(when?: 'now'): Promise<void> {
    const now = performance.now();
    if (when !== 'now' && !(changed && now - wroteAt >= STATUS_MS)) return;
    changed = false;
    wroteAt = now;
    const status: LiveStatus = { paused: crew.isPaused, members };
    // Not flushed to the disk: it is news, and of no use after a crash of the machine.
    const temporary = join(path, `.${STATUS_FILE}.tmp`);
    await writeFile(temporary, JSON.stringify(status));
    await rename(temporary, join(path, STATUS_FILE));
  }

  async function look(): Promise<void> {
    try {
      for (const name of await requests(folder)) await obey(name);
      await tellStatus();
      if (performance.now() - touchedAt > TOUCH_MS) {
        touchedAt = performance.now();
        await lock.touch();
      }
    } catch (error) {
      // A run does not end for want of an audience; it says so once.
      if (!failed) {
        emit({
          event: 'warning',
          message: `${path} cannot be seen or steered from outside: ${messageOf(error)}`,
        });
      }
      failed = true;
    }
  }

  const timer = setInterval(() => {
    turn = turn.then(look);
  }, LOOK_MS);
  return {
    note(event) {
      const change = memberChange(event);
      if (change === null || !('member' in event)) return;
      members[event.member] = { ...(members[event.member] ?? waitingMember(event.member)), ...change };
      changed = true;
    },
    async close() {
      clearInterval(timer);
      await turn;
      await rm(folder, { recursive: true, force: true });
      await rm(join(path, STATUS_FILE), { force: true });
    },
  };
}

/** The oldest first: their names begin with the time. */
async function requests(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.request')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function commandOf(text: string): ControlCommand | undefined {
  return controlCommands.find((command) => command === text.trim());
}
