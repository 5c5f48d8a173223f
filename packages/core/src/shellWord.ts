const control = /\p{Cc}/gu;

/**
 * A word as a POSIX shell reads it as one, for commands that messages name: as it is, or in quotes. Letters that a terminal
 * would obey are spelled out, as bash and zsh read them.
 */
export function shellWord(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  if (word.search(control) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  const spelled = word
    .replace(/[\\']/g, '\\$&')
    .replace(control, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `$'${spelled}'`;
}
