// The live display's lines: a head, one row a member, and how far the run is. Pure: a board and a size give lines.

import type { Board, MemberState } from './board.ts';
import { clock, counted, lossText, percent, whole } from './format.ts';
import {
  accuracyWidth,
  type Layout,
  layoutFor,
  leftWidth,
  lossWidth,
  metricsWidth,
  nameWidth,
  speedWidth,
} from './layout.ts';
import { bold, cut, cyan, dim, green, red } from './output.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** At most `size.rows` lines of less than `size.columns` characters. */
export function liveRows(board: Board, size: Size): string[] {
  const { start, members } = board;
  if (!start) return [];
  const layout = layoutFor(size.columns, start.epochs, start.validationImages > 0);
  const { shown, hidden } = fitting(members, Math.max(1, size.rows - 3));
  const rest = hidden.length > 0 ? [dim(`and ${describeHidden(hidden)}`)] : [];
  const rows = [
    head(layout),
    ...shown.map((state) => memberRow(state, start.epochs, layout)),
    ...rest,
    totalRow(board, layout),
    dim('Ctrl-C stops and saves'),
  ];
  return rows.map((row) => cut(row, size.columns - 1));
}

/** The cells of a row, each as wide as its column already. */
interface Cells {
  readonly name: string;
  readonly epoch: string;
  readonly bar: string;
  /** Loss, accuracy and validation with their courses. */
  readonly metrics: string;
  readonly speed: string;
  readonly left: string;
}

function joined({ name, epoch, bar, metrics, speed, left }: Cells): string {
  return [name, epoch, ...(bar === '' ? [] : [bar]), metrics, speed, left].join('  ');
}

function head(layout: Layout): string {
  return dim(
    joined({
      name: 'member',
      epoch: 'epoch'.padEnd(layout.epoch),
      bar: ' '.repeat(layout.bar),
      metrics: figureCells(layout, {
        loss: 'loss',
        lossTrend: '',
        accuracy: 'accuracy',
        accuracyTrend: '',
        validation: layout.validation < 'validation'.length ? 'val' : 'validation',
      }),
      speed: 'images/s'.padStart(speedWidth),
      left: 'left'.padStart(leftWidth),
    }),
  );
}

interface Metrics {
  readonly loss: string;
  readonly lossTrend: string;
  readonly accuracy: string;
  readonly accuracyTrend: string;
  readonly validation: string;
}

function figureCells(layout: Layout, metrics: Metrics): string {
  const trend = (text: string, width: number) => (width === 0 ? '' : ` ${cyan(text.padEnd(width))}`);
  const validation = layout.validation === 0 ? '' : `  ${metrics.validation.padStart(layout.validation)}`;
  return (
    metrics.loss.padStart(lossWidth) +
    trend(metrics.lossTrend, layout.lossTrend) +
    `  ${metrics.accuracy.padStart(accuracyWidth)}` +
    trend(metrics.accuracyTrend, layout.accuracyTrend) +
    validation
  );
}

function memberRow(state: MemberState, epochs: number, layout: Layout): string {
  const name = String(state.member).padStart(nameWidth);
  switch (state.phase) {
    case 'waiting':
      return dim(`${name}  waiting for a worker`);
    case 'failed':
      return red(`${name}  failed: ${(state.error ?? '').replace(/\s+/g, ' ')}`);
    case 'training':
    case 'done': {
      const isDone = state.phase === 'done';
      const validation = state.valAccuracy;
      return joined({
        name,
        // Between two epochs it is in the next, which after the last there is not.
        epoch: `${Math.min(state.epoch, Math.ceil(epochs))}/${epochs}`.padEnd(layout.epoch),
        bar: progressBar(state.progress, layout.bar, isDone ? green : cyan),
        metrics: figureCells(layout, {
          loss: state.loss === null ? '' : lossText(state.loss),
          lossTrend: state.losses.draw(layout.lossTrend),
          accuracy: state.accuracy === null ? '' : percent(state.accuracy),
          accuracyTrend: state.accuracies.draw(layout.accuracyTrend),
          validation: validation === null ? '' : percent(validation),
        }),
        speed: (state.imagesPerSecond === null ? '' : whole(state.imagesPerSecond)).padStart(speedWidth),
        left: isDone
          ? green('done'.padStart(leftWidth))
          : clock(state.secondsLeft ?? Number.NaN).padStart(leftWidth),
      });
    }
    default:
      return state.phase satisfies never;
  }
}

/** How far the run is, in the columns of its members. */
function totalRow(board: Board, layout: Layout): string {
  const finished = board.members.filter((state) => state.phase === 'done').length;
  const done = `${finished} of ${counted(board.members.length, 'member')} done`;
  const elapsed = board.secondsElapsed();
  const room = metricsWidth(layout);
  const said = [`${done}, ${clock(elapsed)} so far`, done].find((text) => text.length <= room) ?? '';
  const speed = board.imagesPerSecond();
  return joined({
    name: bold('total'.padStart(nameWidth)),
    epoch: bold(`${Math.floor(100 * board.progress())}%`.padEnd(layout.epoch)),
    bar: progressBar(board.progress(), layout.bar),
    metrics: bold(said.padEnd(room)),
    speed: bold((speed === 0 ? '' : whole(speed)).padStart(speedWidth)),
    left: bold(clock(board.secondsLeft() ?? Number.NaN).padStart(leftWidth)),
  });
}

/** A bar of `width` characters, `━━━╸────`, in steps of half a character. */
export function progressBar(
  progress: number,
  width: number,
  colour: (text: string) => string = (text) => text,
): string {
  const halves = Math.round(Math.min(1, Math.max(0, progress)) * 2 * width);
  const filled = '━'.repeat(halves >> 1) + (halves % 2 === 1 ? '╸' : '');
  return colour(filled) + dim('─'.repeat(width - filled.length));
}

/** Who is shown where the terminal has fewer rows than the run has members: those at work first. */
function fitting(
  members: readonly MemberState[],
  room: number,
): { shown: MemberState[]; hidden: MemberState[] } {
  if (members.length <= room) return { shown: [...members], hidden: [] };
  const order = { training: 0, failed: 1, waiting: 2, done: 3 } as const;
  const ranked = [...members].sort((a, b) => order[a.phase] - order[b.phase]);
  const shown = ranked.slice(0, Math.max(1, room - 1)).sort((a, b) => a.member - b.member);
  return { shown, hidden: members.filter((state) => !shown.includes(state)) };
}

function describeHidden(hidden: readonly MemberState[]): string {
  const phases = ['training', 'done', 'waiting', 'failed'] as const;
  return phases
    .map((phase) => ({ phase, count: hidden.filter((state) => state.phase === phase).length }))
    .filter(({ count }) => count > 0)
    .map(({ phase, count }) => `${count} ${phase}`)
    .join(', ');
}
