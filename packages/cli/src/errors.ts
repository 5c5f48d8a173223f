// Errors as a person reads them: `convoy: what happened: value`, and on the next line what to do.

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type CliErrorCode = 'usage' | 'failed';

/** An error of the command itself; `hint` says what to do about it. `usage` means the command line was wrong. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly hint: string;

  constructor(code: CliErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
    this.hint = hint;
  }
}

export function usageError(message: string, hint: string): CliError {
  return new CliError('usage', message, hint);
}

export function failure(message: string, hint: string, cause?: unknown): CliError {
  return new CliError('failed', message, hint, cause === undefined ? undefined : { cause });
}

/** The packages below the command write their messages for people already: what happened, the value, what to do. */
const packageErrors = new Set(['CoreError', 'EnsembleError', 'InteropError', 'KernelsError', 'ServeError']);

/** What goes to standard error for anything that was thrown, and the exit code. */
export function describeError(error: unknown): { text: string; exitCode: number } {
  if (error instanceof CliError) {
    const exitCode = error.code === 'usage' ? exitCodes.usage : exitCodes.failed;
    return { text: `convoy: ${error.message}\n${error.hint}${trace(error)}`, exitCode };
  }
  if (error instanceof Error && packageErrors.has(error.name)) {
    return { text: `convoy: ${error.message}${trace(error)}`, exitCode: exitCodes.failed };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint =
    'This is a fault in Convoy. CONVOY_DEBUG=1 shows where it comes from; please report it with that.';
  return { text: `convoy: unexpected error: ${what}\n${hint}${trace(error)}`, exitCode: exitCodes.failed };
}

/** Stacks, with every cause, for who asks for them. */
function trace(error: unknown): string {
  if (!process.env.CONVOY_DEBUG) return '';
  const stacks: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) stacks.push(at.stack ?? at.message);
  return stacks.length === 0 ? '' : `\n${stacks.join('\ncaused by: ')}`;
}
