/** What went wrong, for programs. */
export type InteropErrorCode =
  | 'invalid-option'
  | 'unsupported-layer'
  | 'unsupported-operation'
  | 'unsupported-combination'
  | 'corrupt-file'
  | 'wrong-shape';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class InteropError extends Error {
  readonly code: InteropErrorCode;

  constructor(code: InteropErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InteropError';
    this.code = code;
  }
}

/** An error for a file that is damaged or made to do damage. */
export function corrupt(what: string, cause?: unknown): InteropError {
  return new InteropError(
    'corrupt-file',
    `corrupt file: ${what}`,
    cause === undefined ? undefined : { cause },
  );
}

/** An error for an operation of a file that no layer of Convoy computes. */
export function unsupported(where: string, why: string): InteropError {
  return new InteropError('unsupported-operation', `${where}: ${why}`);
}
