import { closest, distance } from 'fastest-levenshtein';

/**
 * The end of an error about a word that is not one of a list: which exist, and the nearest if it looks like a slip.
 * @example
 * `unknown preset: lenet. ${suggestion('lenet', presetNames)}` // … Did you mean lenet5? There are: …
 */
export function suggestion(word: string, known: readonly string[]): string {
  const list = `There are: ${known.join(', ')}`;
  if (known.length === 0) return list;
  const nearest = closest(
    word.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const match = known.find((name) => name.toLowerCase() === nearest);
  const isSlip = distance(word.toLowerCase(), nearest) <= Math.max(2, nearest.length / 2);
  return match !== undefined && isSlip ? `Did you mean ${match}? ${list}` : list;
}
