// Wrong use of a benchmark's command line.

export class UsageError extends Error {}

export function positiveNumber(option: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UsageError(`--${option}: expected a number above 0, got ${value}`);
}

export function wholeNumber(option: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`--${option}: expected a whole number above 0, got ${value}`);
}

/** Runs a benchmark's command: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
export async function runCommand(
  usage: string,
  main: (signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort());
  }
  try {
    process.exitCode = await main(interrupted.signal);
  } catch (error) {
    process.exitCode = interrupted.signal.aborted ? 130 : error instanceof UsageError ? 2 : 1;
    if (interrupted.signal.aborted) return;
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof UsageError) console.error(`\n${usage}`);
  }
}
