// A table in plain characters: the first column to the left, the others to the right if they are numbers. Where the terminal
// is narrower than the table, text wraps at words, and rows of numbers become short lists.

import stringWidth from 'string-width';
import { terminalColumns, wrapText } from './wrap.ts';

type Row = readonly string[];

/**
 * Lines of a table. Terminal colors inside cells take no room, and wide characters two columns.
 * @param align `left` for text, whose last column may wrap; `right` for numbers below a row of headings
 * @param columns of the terminal
 */
export function table(
  rows: readonly Row[],
  align: 'left' | 'right' = 'right',
  columns = terminalColumns(),
): string[] {
  const widths = widthsOf(rows);
  if (sum(widths) + gap * (widths.length - 1) <= columns) {
    return rows.map((row) => lineOf(row, widths, align));
  }
  return align === 'left' ? wrapped(rows, widths, columns) : stacked(rows);
}

const gap = 2;
/** A last column narrower than this is no longer readable beside the others. */
const leastText = 20;

function widthsOf(rows: readonly Row[]): number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
}

function lineOf(row: Row, widths: readonly number[], align: 'left' | 'right'): string {
  return widths
    .map((width, column) => {
      const cell = row[column] ?? '';
      const space = ' '.repeat(width - stringWidth(cell));
      return column === 0 || align === 'left' ? cell + space : space + cell;
    })
    .join(' '.repeat(gap))
    .trimEnd();
}

/** The last column in several lines. */
function wrapped(rows: readonly Row[], widths: readonly number[], columns: number): string[] {
  const before = widths.slice(0, -1);
  const room = columns - sum(before) - gap * before.length;
  if (room < leastText) return stacked(rows);
  return rows.flatMap((row) => {
    const [first = '', ...others] = wrapText(row[widths.length - 1] ?? '', room);
    const blank = before.map(() => '');
    return [[...row.slice(0, -1), first], ...others.map((line) => [...blank, line])].map((cells) =>
      lineOf(cells, [...before, room], 'left'),
    );
  });
}

/** Each row as a list: its first cell as the heading, the others below with the names of their columns. */
function stacked([heads = [], ...rows]: readonly Row[]): string[] {
  const names = heads.slice(1);
  const width = Math.max(0, ...names.map((name) => stringWidth(name)));
  return rows.flatMap(([title = '', ...cells]) => [
    title,
    ...cells.map((cell, at) => {
      const name = names[at] ?? '';
      return `  ${name}${' '.repeat(width + gap - stringWidth(name))}${cell}`;
    }),
  ]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
