// How far one piece of work is: a line on standard error that is redrawn on a terminal, and lines of what begins anywhere
// else. Standard output stays the result's alone.

import { createLogUpdate } from 'log-update';
import { isLive, printError } from './output.ts';
import { progressBar } from './rows.ts';

/** @param fraction of the whole, 0 … 1 */
export type ShowProgress = (doing: string, fraction: number) => void;

const barWidth = 20;

/** Shows how far `work` is while it runs. `quiet` keeps the lines out of logs; a terminal is redrawn all the same. */
export async function withProgress<Result>(
  quiet: boolean,
  work: (show: ShowProgress) => Promise<Result>,
): Promise<Result> {
  const { show, close } = isLive(process.stderr) ? liveLine() : plainLines(quiet);
  try {
    return await work(show);
  } finally {
    close();
  }
}

function liveLine(): { show: ShowProgress; close: () => void } {
  // Hiding the cursor would take over Ctrl-C, which must end work that leaves no time for JavaScript's handlers.
  const draw = createLogUpdate(process.stderr, { showCursor: true });
  return {
    show(doing, fraction) {
      const room = (process.stderr.columns ?? 80) - 1 - barWidth - 2;
      draw(`${progressBar(fraction, barWidth)}  ${doing.slice(0, Math.max(0, room))}`);
    },
    close() {
      draw.clear();
      draw.done();
    },
  };
}

function plainLines(quiet: boolean): { show: ShowProgress; close: () => void } {
  let last = '';
  return {
    show(doing) {
      if (quiet || doing === last) return;
      last = doing;
      printError(doing);
    },
    close() {},
  };
}
