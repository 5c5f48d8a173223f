import { stripVTControlCharacters } from 'node:util';
import type { TrainEvent } from '@convoy/ensemble';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';
import { liveRows } from './rows.ts';

function boardAfter(members: number, events: readonly TrainEvent[]): Board {
  let now = 0;
  const board = new Board(() => now);
  board.apply({
    event: 'start',
    run: 'runs/a',
    members,
    workers: 2,
    epochs: 3,
    trainingImages: 50_000,
    validationImages: 10_000,
    backend: 'wasm',
  });
  for (const event of events) board.apply(event);
  now = 21_000;
  return board;
}

const events: TrainEvent[] = [
  { event: 'member-start', member: 0, seed: '00' },
  { event: 'member-start', member: 1, seed: '01' },
  {
    event: 'epoch',
    member: 0,
    epoch: 1,
    loss: 0.25,
    accuracy: 0.92,
    valLoss: 0.08,
    valAccuracy: 0.9787,
    learningRate: 0.001,
    seconds: 20,
  },
  {
    event: 'progress',
    member: 0,
    epoch: 2,
    step: 98,
    stepsPerEpoch: 196,
    loss: 0.0721,
    accuracy: 0.978,
    imagesPerSecond: 2500,
  },
  { event: 'member-failed', member: 1, error: 'its worker ended' },
];

/** Without colours, which depend on where the tests run. */
function plainRows(board: Board, columns: number, rows = 24): string[] {
  return liveRows(board, { columns, rows }).map(stripVTControlCharacters);
}

describe('the live display', () => {
  it('has a row a member, and says how far each and all of them are', () => {
    expect(plainRows(boardAfter(3, events), 80)).toMatchInlineSnapshot(`
      [
        "member  epoch            loss         accuracy           val  images/s     left",
        "     0  2/3    ━━━───  0.0721 █▁        97.80% ▁█     97.87%     2,500     0:30",
        "     1  failed: its worker ended",
        "     2  waiting for a worker",
        " total  50%    ━━━───  0 of 3 members done, 0:21 so far          2,500     1:30",
        "Ctrl-C stops and saves",
      ]
    `);
  });

  it('uses the room of a wide terminal', () => {
    expect(plainRows(boardAfter(3, events), 160)).toMatchInlineSnapshot(`
      [
        "member  epoch                                              loss                   accuracy                   validation  images/s     left",
        "     0  2/3    ━━━━━━━━━━━━━━━━━━━━────────────────────  0.0721 █▁                  97.80% ▁█                    97.87%     2,500     0:30",
        "     1  failed: its worker ended",
        "     2  waiting for a worker",
        " total  50%    ━━━━━━━━━━━━━━━━━━━━────────────────────  0 of 3 members done, 0:21 so far                                   2,500     1:30",
        "Ctrl-C stops and saves",
      ]
    `);
  });

  it.each([20, 60, 80, 100, 160])('never writes past %i columns', (columns) => {
    const failed: TrainEvent = { event: 'member-failed', member: 2, error: '画像が読めません '.repeat(20) };
    for (const row of plainRows(boardAfter(3, [...events, failed]), columns)) {
      expect(stringWidth(row)).toBeLessThan(columns);
    }
  });

  it('shows the members at work where the terminal is too low for all', () => {
    const rows = plainRows(boardAfter(30, events), 80, 8);
    expect(rows).toHaveLength(8);
    expect(rows[1]).toContain('2/3');
    expect(rows[5]).toBe('and 26 waiting');
  });

  it('foresees the end of the run from the speed of its members', () => {
    // 1.5 of 3 epochs left at 2,500 images/s: 30 s; then the waiting member: 60 s.
    expect(boardAfter(3, events).secondsLeft()).toBe(90);
    expect(boardAfter(3, []).secondsLeft()).toBeUndefined();
  });
});
