// A table in plain characters: the first column to the left, the others to the right if they are figures.

import stringWidth from 'string-width';

/** Lines of a table. Terminal colours inside cells take no room, and wide characters two columns. */
export function table(rows: readonly (readonly string[])[], align: 'left' | 'right' = 'right'): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat(width - stringWidth(cell));
        return column === 0 || align === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}
