// Text that fits the terminal: lines break between words, never inside one.

import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Columns of the terminal that standard output goes to; no limit for a file or a pipe. */
export function terminalColumns(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

/** The lines of a text. Lines after the first keep the indentation of the first. */
export function wrapText(text: string, columns = terminalColumns()): string[] {
  if (stringWidth(text) <= columns) return [text];
  const indent = /^ */.exec(text)?.[0] ?? '';
  return wrapAnsi(text.trimStart(), columns - indent.length)
    .split('\n')
    .map((line) => indent + line);
}
