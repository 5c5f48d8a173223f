// The display on a terminal: drawn ten times a second from a board, however often events come, so that neither the
// terminal nor the run's event loop has work per batch. log-update writes only the lines that changed.

import { createLogUpdate } from 'log-update';
import { Board } from './board.ts';
import { bold, red } from './output.ts';
import { type Reporter, stoppingNotice } from './reporter.ts';
import { resultLines, startLines } from './results.ts';
import { liveRows } from './rows.ts';

const redrawMilliseconds = 100;

export function createLiveReporter(): Reporter {
  const board = new Board();
  const draw = createLogUpdate(process.stdout);
  const redraw = () => {
    const { columns = 80, rows = 24 } = process.stdout;
    const notice = isStopping ? [bold(stoppingNotice)] : [];
    draw([...liveRows(board, { columns, rows: rows - 2 }), ...notice].join('\n'));
  };
  const timer = setInterval(redraw, redrawMilliseconds);
  let isOpen = true;
  let isStopping = false;

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    draw.clear();
    draw.done();
  };
  /** A line that stays, above the rows. */
  const keep = (line: string) => {
    draw.clear();
    process.stdout.write(`${line}\n`);
    redraw();
  };

  return {
    onEvent(event) {
      board.apply(event);
      if (event.event === 'start') keep(startLines(event).join('\n'));
      if (event.event === 'warning') keep(`warning: ${event.message}`);
      if (event.event === 'member-failed') keep(red(`member ${event.member} failed: ${event.error}`));
      if (event.event === 'done') {
        close();
        process.stdout.write(`${resultLines(event).join('\n')}\n`);
      }
    },
    onInterrupt() {
      isStopping = true;
      redraw();
    },
    close,
  };
}
