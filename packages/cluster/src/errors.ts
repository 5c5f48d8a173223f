/** What went wrong, for programs. */
export type ClusterErrorCode =
  | 'invalid-job'
  | 'invalid-option'
  | 'run-locked'
  | 'no-specification'
  | 'no-dataset'
  | 'unavailable';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class ClusterError extends Error {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}

/** The message of whatever was thrown: threads and libraries throw more than errors. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses that refused a connection are one error without a message of its own.
  return (
    error.message || (error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : error.name)
  );
}
