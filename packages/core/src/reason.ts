/**
 * The words for an error that another one reports: those of its innermost cause. `fetch` says only "fetch failed",
 * streams nothing at all; what happened is in their cause.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  // A connection refused on every address of a name has a code and no words.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
