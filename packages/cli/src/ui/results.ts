// The first and the last lines of a run, the same on a terminal and in a pipe. The last ones say enough to be pasted into
// a message: what was trained on what, each figure, how long it took where, and the command that does it again.

import { cpus } from 'node:os';
import { shellWord } from '@convoy/core/internal';
import type { TrainEvent } from '@convoy/ensemble';
import { takesTurns } from '@convoy/kernels/internal';
import { withAugmentedColumns } from './augmentedColumns.ts';
import { counted, duration, percent, whole } from './format.ts';
import { bold } from './output.ts';
import { table } from './table.ts';
import { typed } from './typed.ts';

type StartEvent = Extract<TrainEvent, { event: 'start' }>;
type DoneEvent = Extract<TrainEvent, { event: 'done' }>;

/** What a run is, in words. */
export interface RunTitle {
  /** `lecture-cnn on mnist, seed 7` */
  readonly text: string;
  /** The command that trains it again; null where flags alone cannot say it. */
  readonly command: string | null;
  /** Lines that say what was chosen for the dataset. */
  readonly choices?: readonly string[];
}

/** `Training 3 members in 2 workers on wasm`, and on the next line for how long and on what. */
export function startLines(start: StartEvent, title?: RunTitle): string[] {
  const { members, workers, backend, epochs, trainingImages, validationImages, startFrom } = start;
  const validation = validationImages > 0 ? `, ${whole(validationImages)} more for validation` : '';
  const initialized = startFrom?.initialized.join(', ') || 'none';
  return [
    ...(title ? [bold(title.text)] : []),
    ...(title?.choices ?? []),
    `Training ${counted(members, 'member')} in ${counted(workers, 'worker')} on ${backend}`,
    ...(takesTurns(backend) && members > 1 ? ['Members take turns: there is one GPU.'] : []),
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} of ${counted(trainingImages, 'image')}${validation}`,
    ...(startFrom
      ? [`Weights taken over: ${startFrom.taken.join(', ')}. Newly initialized: ${initialized}`]
      : []),
    '',
  ];
}

/** The table of members and their average, and how the run ended. */
export function resultLines(done: DoneEvent, title?: RunTitle, start?: StartEvent): string[] {
  const rows = [
    ['', 'test accuracy', 'NLL', 'epochs'],
    ...done.members.map(({ member, accuracy, nll, epochs }) => [
      `member ${member}`,
      percent(accuracy),
      nll.toFixed(4),
      String(epochs),
    ]),
  ];
  const measured = done.ensemble ? [...done.members, done.ensemble] : done.members;
  if (done.ensemble) {
    rows.push([bold('ensemble'), bold(percent(done.ensemble.accuracy)), bold(done.ensemble.nll.toFixed(4))]);
  }
  const metrics =
    done.members.length > 0
      ? [...(title ? [bold(title.text)] : []), ...table(withAugmentedColumns(rows, measured)), '']
      : [];
  return [...metrics, ...missingLines(done), ending(done), ...circumstances(done, title, start)];
}

/** A line for each reason why members are not part of the ensemble. */
function missingLines({ failed }: DoneEvent): string[] {
  return [...Map.groupBy(failed, ({ error }) => error)].map(([error, members]) => {
    const numbers = members.map(({ member }) => member).join(', ');
    return members.length === 1
      ? `member ${numbers} is not part of it: ${error}`
      : `members ${numbers} are not part of it: ${error}`;
  });
}

function ending(done: DoneEvent): string {
  const how = done.stopped ? 'Stopped' : 'Done';
  const goOn =
    done.stopped && done.run !== null
      ? ` Resume it with: ${typed(`convoy resume ${shellWord(done.run)}`)}`
      : '';
  if (done.members.length === 0) {
    return `${how} after ${duration(done.seconds)}; no member was finished.${goOn}`;
  }
  const saved = done.run === null ? '' : ` Saved in ${done.run}`;
  return `${how} after ${duration(done.seconds)}.${saved}${goOn && `.${goOn}`}`;
}

/** Where it ran and how fast, and how to do it again. */
function circumstances(
  done: DoneEvent,
  title: RunTitle | undefined,
  start: StartEvent | undefined,
): string[] {
  if (done.members.length === 0 || !start) return [];
  // The last of 9.9 epochs is a part of one.
  const epochs = done.members.reduce((sum, member) => sum + Math.min(member.epochs, start.epochs), 0);
  const rate = (epochs * start.trainingImages) / done.seconds;
  const where = `${counted(start.workers, 'worker')} on ${start.backend}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  return [
    `${where}: ${whole(rate)} images/s over the whole run`,
    ...(title?.command ? ['', 'Reproduce with:', `  ${typed(title.command)}`] : []),
  ];
}
