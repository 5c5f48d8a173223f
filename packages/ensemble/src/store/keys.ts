// The keys of a run: where each thing is in its store. In a folder they are the paths of files.

export const MANIFEST_KEY = 'run.json';
export const ENSEMBLE_KEY = 'ensemble.convoy';
/** The ensemble of the run that this one starts from. */
export const START_KEY = 'start.convoy';
/** How far the run is, while it trains. */
export const STATUS_KEY = 'status.json';
/** Requests from outside, and their answers. */
export const CONTROL_PREFIX = 'control/';
export const MEMBERS_PREFIX = 'members/';
/** Beside the keys, in a folder only: see `control/lock.node.ts`. */
export const LOCK_FILE = 'run.lock';

const HISTORY_NAME = 'history.json';
const PREDICTIONS_NAME = 'predictions.convoy';
const WEIGHTS_NAME = 'weights.convoy';

/** `members/00/`, `members/01/` … `members/100/`: names that sort as the members do, for any number that is practical. */
export function memberPrefix(member: number): string {
  return `${MEMBERS_PREFIX}${String(member).padStart(2, '0')}/`;
}

export const historyKey = (member: number) => `${memberPrefix(member)}${HISTORY_NAME}`;
export const predictionsKey = (member: number) => `${memberPrefix(member)}${PREDICTIONS_NAME}`;
/** The member as an ensemble of its own. It is written last: a member with weights has finished. */
export const weightsKey = (member: number) => `${memberPrefix(member)}${WEIGHTS_NAME}`;
/**
 * `members/00/checkpoint-00000391.convoy`, by the updates that the optimizer has made; with an attempt,
 * `members/00/checkpoint-00000391-2x7k.convoy`, which no other attempt ever writes.
 */
export const checkpointKey = (member: number, updates: number, attempt?: string) =>
  `${memberPrefix(member)}checkpoint-${String(updates).padStart(8, '0')}${attempt === undefined ? '' : `-${attempt}`}.convoy`;

/** The number of updates of a checkpoint's key; null for any other key. */
export function updatesOf(key: string): number | null {
  const digits = /\/checkpoint-(\d+)(?:-[0-9A-Za-z]+)?\.convoy$/.exec(key)?.[1];
  return digits === undefined ? null : Number(digits);
}

export function isHistory(key: string): boolean {
  return /^members\/[^/]+\/history\.json$/.test(key);
}

export function isWeights(key: string): boolean {
  return key.startsWith(MEMBERS_PREFIX) && key.endsWith(`/${WEIGHTS_NAME}`);
}

/** Whether a file is one that was being written, atomically, when its process was killed. */
export function isTemporary(name: string): boolean {
  return /(^|[/\\])\.[^/\\]+\.tmp$/.test(name);
}
