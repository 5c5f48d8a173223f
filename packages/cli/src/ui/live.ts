// The display on a terminal: drawn ten times a second from a board, however often events come, so that neither the
// terminal nor the run's event loop has work per batch. log-update writes only the lines that changed, between the marks
// of synchronized output, so that no terminal shows half a frame.

import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import { Board } from './board.ts';
import { bold, red, yellow } from './output.ts';
import { printableLine } from './printable.ts';
import { pauseNotice, type Reporter, restartNotice, stoppingNotice } from './reporter.ts';
import { type RunTitle, resultLines, startLines } from './results.ts';
import { liveRows } from './rows.ts';

const redrawMilliseconds = 100;

export function createLiveReporter(title?: RunTitle): Reporter {
  const screen = process.stdout;
  const board = new Board();
  const draw = createLogUpdate(screen);
  let frame: readonly string[] = [];
  let isOpen = true;
  let isStopping = false;

  const redraw = () => {
    const { columns = 80, rows = 24 } = screen;
    const notice = isStopping ? [bold(stoppingNotice)] : [];
    frame = [...liveRows(board, { columns, rows: rows - 1 - notice.length }), ...notice];
    if (frame.length > 0) draw(frame.join('\n'));
  };
  /** One write for all that `write` does: nothing is seen in between. */
  const atOnce = (write: () => void) => {
    screen.cork();
    try {
      write();
    } finally {
      screen.uncork();
    }
  };
  /** A line that stays, above the rows. */
  const keep = (line: string) =>
    atOnce(() => {
      draw.clear();
      screen.write(`${printableLine(line)}\n`);
      redraw();
    });
  /** A terminal that became narrower has broken the frame's lines in two: what they take now is erased, not what they took. */
  const resize = () =>
    atOnce(() => {
      const { columns = 80 } = screen;
      const height = frame.reduce(
        (sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
        0,
      );
      // Line by line: clearing the whole screen makes tmux keep a copy of it.
      for (let line = 0; line < height; line++) {
        moveCursor(screen, 0, -1);
        clearLine(screen, 0);
      }
      cursorTo(screen, 0);
      draw.done();
      redraw();
    });
  const timer = setInterval(redraw, redrawMilliseconds);
  screen.on('resize', resize);

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    screen.off('resize', resize);
    draw.clear();
    draw.done();
  };

  return {
    onEvent(event) {
      board.apply(event);
      if (event.event === 'start') keep(startLines(event, title).join('\n'));
      if (event.event === 'paused' || event.event === 'continued') {
        keep(pauseNotice(event, board.start?.run ?? null));
      }
      if (event.event === 'warning') keep(yellow(`warning: ${event.message}`));
      if (event.event === 'member-restart') keep(yellow(`member ${event.member} ${restartNotice(event)}`));
      if (event.event === 'member-failed') keep(red(`member ${event.member} failed: ${event.error}`));
      if (event.event === 'done') {
        close();
        screen.write(`${resultLines(event, title, board.start).map(printableLine).join('\n')}\n`);
      }
    },
    onInterrupt() {
      isStopping = true;
      redraw();
    },
    close,
  };
}
