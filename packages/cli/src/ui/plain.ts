// The display in a pipe or a file: a line for what has happened, none for what is going on.

import type { TrainEvent } from '@convoy/ensemble';
import { Board } from './board.ts';
import { percent, whole } from './format.ts';
import { print } from './output.ts';
import { machineNotice, pauseNotice, type Reporter, restartNotice, stoppingNotice } from './reporter.ts';
import { type RunTitle, resultLines, startLines } from './results.ts';

export function createPlainReporter(title?: RunTitle): Reporter {
  const board = new Board();
  return {
    onEvent(event) {
      board.apply(event);
      for (const line of lines(event, board, title)) print(line);
    },
    onInterrupt: () => process.stderr.write(`${stoppingNotice}\n`),
    close() {},
  };
}

function lines(event: TrainEvent, board: Board, title: RunTitle | undefined): string[] {
  switch (event.event) {
    case 'start':
      return startLines(event, title);
    case 'epoch':
      return [epochLine(event, board)];
    case 'member-done':
      return [`member ${event.member}: done, test accuracy ${percent(event.accuracy)}`];
    case 'member-resumed':
      return [`member ${event.member}: goes on in epoch ${event.epoch}, after ${event.step} steps of it`];
    case 'member-machine':
      return [`member ${event.member}: ${machineNotice(event)}`];
    case 'member-restart':
      return [`member ${event.member}: ${restartNotice(event)}`];
    case 'member-failed':
      return [`member ${event.member}: failed: ${event.error}`];
    case 'paused':
    case 'continued':
      return [pauseNotice(event, board.start?.run ?? null)];
    case 'warning':
      return [`warning: ${event.message}`];
    case 'done':
      return ['', ...resultLines(event, title, board.start)];
    case 'member-start':
    case 'progress':
      return [];
    default:
      return event satisfies never;
  }
}

function epochLine(event: Extract<TrainEvent, { event: 'epoch' }>, board: Board): string {
  const parts = [
    `member ${event.member}: epoch ${event.epoch}/${board.start?.epochs ?? event.epoch}`,
    `loss ${event.loss.toFixed(4)}`,
    `accuracy ${percent(event.accuracy)}`,
  ];
  if (event.valAccuracy !== undefined) parts.push(`validation ${percent(event.valAccuracy)}`);
  const speed = (board.start?.trainingImages ?? 0) / event.seconds;
  parts.push(`${whole(speed)} images/s`);
  return parts.join(', ');
}
