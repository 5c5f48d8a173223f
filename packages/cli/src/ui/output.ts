// Where a command's words go: results to standard output, everything about how it went to standard error.

import { styleText } from 'node:util';
import sliceAnsi from 'slice-ansi';
import { printable, printableLine } from './printable.ts';

/** One line on standard output. */
export function print(line = ''): void {
  process.stdout.write(`${printableLine(line)}\n`);
}

/** One line, or several, on standard error: warnings and errors, which have no emphasis of their own. */
export function printError(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** One JSON value a line on standard output. */
export function printJson(value: unknown): void {
  // JSON escapes the letters below a space itself; what `printable` makes of the others is JSON too.
  process.stdout.write(`${printable(JSON.stringify(value))}\n`);
}

/** Whether a stream is a terminal that may be redrawn; `NO_COLOR` and `TERM=dumb` ask for plain lines. */
export function isLive(stream: NodeJS.WriteStream = process.stdout): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Emphasis, where the terminal shows it. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

export function dim(text: string): string {
  return styleText('dim', text, { stream: process.stdout });
}

export function red(text: string): string {
  return styleText('red', text, { stream: process.stdout });
}

export function green(text: string): string {
  return styleText('green', text, { stream: process.stdout });
}

export function yellow(text: string): string {
  return styleText('yellow', text, { stream: process.stdout });
}

export function cyan(text: string): string {
  return styleText('cyan', text, { stream: process.stdout });
}

/** The first `columns` columns of a line: colours take none, wide characters two. */
export function cut(line: string, columns: number): string {
  return sliceAnsi(line, 0, columns);
}
