/** What went wrong, for programs. */
export type EnsembleErrorCode =
  | 'invalid-option'
  | 'out-not-empty'
  | 'not-a-run'
  | 'run-changed'
  | 'run-locked'
  | 'not-running'
  | 'unreadable'
  | 'wrong-content'
  | 'write-failed'
  | 'worker-failed'
  | 'member-ended'
  | 'stopped'
  | 'disposed';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class EnsembleError extends Error {
  readonly code: EnsembleErrorCode;

  constructor(code: EnsembleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EnsembleError';
    this.code = code;
  }
}

/** The message of whatever was thrown: threads and libraries throw more than errors. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
