/** What went wrong, for programs. */
export type ClusterErrorCode = 'invalid-job';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class ClusterError extends Error {
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}
