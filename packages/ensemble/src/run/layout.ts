// Where things are in a run directory.

export const MANIFEST_FILE = 'run.json';
export const ENSEMBLE_FILE = 'ensemble.convoy';
export const MEMBERS_FOLDER = 'members';
export const WEIGHTS_FILE = 'weights.convoy';
export const HISTORY_FILE = 'history.json';

/** `00`, `01` … `99`, `100`: names that sort as the members do, for any number that is practical. */
export function memberFolder(member: number): string {
  return String(member).padStart(2, '0');
}
