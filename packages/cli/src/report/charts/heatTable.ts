// A matrix as a table whose cells are tinted by their values: readable without a script, by a screen reader, and in print.

import { type Html, html } from '../page/html.ts';

export interface HeatTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** What the first column's heading says. */
  readonly corner: string;
  readonly values: readonly (readonly number[])[];
  readonly text: (value: number, row: number, column: number) => string;
  /** Cells without a tint, as a diagonal that says nothing. */
  readonly isBlank?: (row: number, column: number) => boolean;
  /** How strong a cell's tint is, 0 … 1. @default its share of the largest value that is not blank */
  readonly strength?: (value: number, row: number, column: number) => number;
  /** A colour for the cell; @default the page's blue */
  readonly tint?: (row: number, column: number) => string | null;
}

export function heatTable(table: HeatTable): Html {
  const { rows, columns, corner, values } = table;
  const isTall = columns.some((name) => name.length > 5);
  return html`<table class="heat${isTall ? ' tall' : ''}">
<thead><tr><th scope="col">${corner}</th>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (name, row) =>
      html`<tr><th scope="row">${name}</th>${columns.map((_, column) => cell(table, values[row]?.[column] ?? 0, row, column))}</tr>`,
  )}</tbody>
</table>`;
}

function cell(table: HeatTable, value: number, row: number, column: number): Html {
  if (table.isBlank?.(row, column)) return html`<td class="same">·</td>`;
  const strength = table.strength?.(value, row, column) ?? value / largest(table);
  const tint = table.tint?.(row, column);
  const style = `--v:${Math.round(strength * 85)}${tint ? `;--tint:${tint}` : ''}`;
  return html`<td class="${strength > 0.6 ? 'strong' : ''}" style="${style}">${table.text(value, row, column)}</td>`;
}

function largest({ values, isBlank }: HeatTable): number {
  const shown = values.flatMap((row, y) => row.filter((_, x) => !isBlank?.(y, x)));
  return Math.max(Number.MIN_VALUE, ...shown);
}
