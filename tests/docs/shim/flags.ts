// The words of a command line, by their flags: `--epochs 6` or `--epochs=6`.

/** The value after a flag; undefined if the flag is not there, or is the last word. */
export function flagValue(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag);
  if (at >= 0) return words[at + 1];
  return words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
}

/** The words with the flag's value replaced, or added at the end. */
export function withValue(words: readonly string[], flag: string, value: string): string[] {
  const at = words.indexOf(flag);
  if (at >= 0) return words.with(at + 1, value);
  const joined = words.findIndex((word) => word.startsWith(`${flag}=`));
  return joined >= 0 ? words.with(joined, `${flag}=${value}`) : [...words, flag, value];
}

/** A number made at most `most`. What is no number above 0 stays, so that the command itself refuses it. */
export function capped(words: readonly string[], flag: string, most: number): string[] {
  const given = flagValue(words, flag);
  if (given === undefined) return withValue(words, flag, String(most));
  return Number(given) > most ? withValue(words, flag, String(most)) : [...words];
}
