/** What went wrong, for programs. */
export type KernelsErrorCode =
  | 'invalid-graph'
  | 'unknown-buffer'
  | 'unknown-program'
  | 'wrong-size'
  | 'too-large'
  | 'disposed'
  | 'backend-unavailable'
  | 'unknown-backend';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class KernelsError extends Error {
  readonly code: KernelsErrorCode;

  constructor(code: KernelsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KernelsError';
    this.code = code;
  }
}
