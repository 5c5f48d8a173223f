/** What went wrong, for programs. */
export type ServeErrorCode =
  | 'invalid-option'
  | 'invalid-request'
  | 'unauthorized'
  | 'not-found'
  | 'too-large'
  | 'queue-full'
  | 'unavailable'
  | 'deadline'
  | 'cancelled'
  | 'worker-failed';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class ServeError extends Error {
  readonly code: ServeErrorCode;

  constructor(code: ServeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServeError';
    this.code = code;
  }
}

/** The message of whatever was thrown: threads and libraries throw more than errors. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An error of a request: the field, what was expected of it, and the value that it had. */
export function badRequest(field: string, expected: string, value: unknown): ServeError {
  return badRequestOf(field, expected, shown(value));
}

/** An error of a request whose value is better described than shown. */
export function badRequestOf(field: string, expected: string, got: string): ServeError {
  return new ServeError('invalid-request', `${field}: expected ${expected}, got ${got}`);
}

/** A value of a request in an error: short, whatever it was. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
