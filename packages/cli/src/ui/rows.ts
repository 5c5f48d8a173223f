// The live display's lines: a head, one row a member, and how far the run is. Pure: a board and a size give lines.

import type { Board, MemberState } from './board.ts';
import { clock, counted, percent, whole } from './format.ts';
import { bold, dim, green, red } from './output.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

interface Widths {
  readonly epoch: number;
  /** 0 where there is no room for a bar. */
  readonly bar: number;
}

const fixedColumns = 'member'.length + 2 + 10 + 12 + 10 + 8; // loss, validation, images/s, left with their gaps

/** At most `size.rows` lines of at most `size.columns` characters. */
export function liveRows(board: Board, size: Size): string[] {
  const { start, members } = board;
  if (!start) return [];
  const epoch = Math.max('epoch'.length, `${start.epochs}/${start.epochs}`.length);
  const room = size.columns - 1 - fixedColumns - epoch - 2;
  const widths: Widths = { epoch, bar: room >= 8 ? Math.min(room, 40) : 0 };
  const { shown, hidden } = fitting(members, Math.max(1, size.rows - 2));
  const rest = hidden.length > 0 ? [dim(`and ${describeHidden(hidden)}`.slice(0, size.columns - 1))] : [];
  return [
    head(widths),
    ...shown.map((state) => memberRow(state, start.epochs, widths, size.columns)),
    ...rest,
    footer(board, size.columns),
  ];
}

function head({ epoch, bar }: Widths): string {
  return dim(
    columns('member', 'epoch'.padEnd(epoch), ' '.repeat(bar), 'loss', 'validation', 'images/s', 'left'),
  );
}

function memberRow(state: MemberState, epochs: number, { epoch, bar }: Widths, width: number): string {
  const name = String(state.member).padStart('member'.length);
  switch (state.phase) {
    case 'waiting':
      return dim(`${name}  waiting for a worker`);
    case 'failed':
      return red(`${name}  failed: ${(state.error ?? '').replace(/\s+/g, ' ')}`.slice(0, width - 1));
    case 'training':
    case 'done': {
      const validation = state.lastEpoch?.valAccuracy;
      return columns(
        name,
        `${state.epoch}/${epochs}`.padEnd(epoch),
        progressBar(state.progress, bar),
        state.loss?.toFixed(4) ?? '',
        validation === undefined ? '' : percent(validation),
        state.imagesPerSecond === undefined ? '' : whole(state.imagesPerSecond),
        state.phase === 'done' ? green('done'.padStart(6)) : clock(state.secondsLeft ?? Number.NaN),
      );
    }
    default:
      return state.phase satisfies never;
  }
}

function columns(
  name: string,
  epoch: string,
  bar: string,
  loss: string,
  validation: string,
  speed: string,
  left: string,
): string {
  const gap = bar === '' ? '' : '  ';
  return `${name}  ${epoch}${gap}${bar}${loss.padStart(10)}${validation.padStart(12)}${speed.padStart(10)}  ${left.padStart(6)}`;
}

/** A bar of `width` characters, `━━━━────`. */
export function progressBar(progress: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, progress)) * width);
  return '━'.repeat(filled) + dim('─'.repeat(width - filled));
}

function footer(board: Board, width: number): string {
  const finished = board.members.filter((state) => state.phase === 'done').length;
  const left = board.secondsLeft();
  const time = left === undefined ? '' : `, about ${clock(left)} left`;
  const done = `${finished} of ${counted(board.members.length, 'member')} done`;
  const hint = '  Ctrl-C stops and saves';
  const hasRoom = done.length + time.length + hint.length < width;
  return bold(done) + time + (hasRoom ? dim(hint) : '');
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
