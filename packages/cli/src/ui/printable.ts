// Text from files, folders and other people, before it reaches a terminal: a class may be called whatever a folder may, and
// terminals obey some letters (ECMA-48), others turn what follows around (Unicode's bidirectional controls).

const obeyed = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** What `styleText` writes for the emphasis and the colors of `output.ts`. */
const ownStyle = new RegExp(`(${String.fromCharCode(27)}\\[(?:0|1|2|22|3[1-6]|39)m)`);

/** Letters that a terminal would obey, spelled out: `\u001b`. Line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(obeyed, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** As `printable`, for a line with the command's own emphasis, which stays. */
export function printableLine(line: string): string {
  return line
    .split(ownStyle)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}
