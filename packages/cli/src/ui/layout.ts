// Which columns of the live display a terminal has room for, and how wide each is.

/** Widths in characters; 0 is a column that is not shown. */
export interface Layout {
  readonly epoch: number;
  readonly bar: number;
  readonly lossTrend: number;
  readonly accuracyTrend: number;
  readonly validation: number;
}

export const nameWidth = 'member'.length;
export const lossWidth = '0.0721'.length;
export const accuracyWidth = 'accuracy'.length;
export const speedWidth = 'images/s'.length;
export const leftWidth = '1:02:03'.length;
const gap = 2;

/** What is always there, but for the epoch. */
const fixed = nameWidth + gap + gap + lossWidth + gap + accuracyWidth + gap + speedWidth + gap + leftWidth;

type Column = Exclude<keyof Layout, 'epoch'>;

/** What may be left out, the most useful first: the least width at which it says something, and the gap before it. */
const optional: readonly { readonly column: Column; readonly least: number; readonly before: number }[] = [
  { column: 'bar', least: 6, before: gap },
  { column: 'lossTrend', least: 4, before: 1 },
  { column: 'validation', least: '100.00%'.length, before: gap },
  { column: 'accuracyTrend', least: 4, before: 1 },
];

/** What room to spare is spent on, in this order. */
const goals: readonly (readonly [Column, number])[] = [
  ['lossTrend', 6],
  ['accuracyTrend', 6],
  ['bar', 12],
  ['validation', 'validation'.length],
  ['lossTrend', 16],
  ['accuracyTrend', 16],
  ['bar', 40],
];

/** Columns that loss, accuracy and validation take together. */
export function metricsWidth({ lossTrend, accuracyTrend, validation }: Layout): number {
  const trend = (width: number) => (width === 0 ? 0 : 1 + width);
  return (
    lossWidth +
    trend(lossTrend) +
    gap +
    accuracyWidth +
    trend(accuracyTrend) +
    (validation === 0 ? 0 : gap + validation)
  );
}

/** @param columns of the terminal, the last of which stays empty: a full row makes some terminals wrap */
export function layoutFor(columns: number, epochs: number, hasValidation: boolean): Layout {
  const epoch = Math.max('epoch'.length, `${epochs}/${epochs}`.length);
  const widths = { epoch, bar: 0, lossTrend: 0, accuracyTrend: 0, validation: 0 };
  let room = columns - 1 - fixed - epoch;
  for (const { column, least, before } of optional) {
    if (room < least + before || (column === 'validation' && !hasValidation)) continue;
    widths[column] = least;
    room -= least + before;
  }
  for (const [column, width] of goals) {
    if (widths[column] === 0) continue;
    const more = Math.min(room, Math.max(0, width - widths[column]));
    widths[column] += more;
    room -= more;
  }
  return widths;
}
