// Where things are in a run directory.

export const MANIFEST_FILE = 'run.json';
export const LOCK_FILE = 'run.lock';
export const STATUS_FILE = 'status.json';
export const CONTROL_FOLDER = 'control';
export const ENSEMBLE_FILE = 'ensemble.convoy';
export const MEMBERS_FOLDER = 'members';
export const WEIGHTS_FILE = 'weights.convoy';
export const PREDICTIONS_FILE = 'predictions.convoy';
export const HISTORY_FILE = 'history.json';

/** `00`, `01` … `99`, `100`: names that sort as the members do, for any number that is practical. */
export function memberFolder(member: number): string {
  return String(member).padStart(2, '0');
}

/** Whether a file is one that was being written, atomically, when its process was killed. */
export function isTemporary(name: string): boolean {
  return /(^|[/\\])\.[^/\\]+\.tmp$/.test(name);
}
