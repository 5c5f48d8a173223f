// Every command, in the order of the help. A new one is a file here and a line in this list.

import type { Command } from 'commander';
import { bench } from './bench.ts';
import { compare } from './compare.ts';
import { completion } from './completion.ts';
import { continueRun, pause, stop } from './control.ts';
import { data } from './data.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { exportRun } from './export.ts';
import { importFiles } from './import.ts';
import { predict } from './predict.ts';
import { quickstart } from './quickstart.ts';
import { recipes } from './recipes.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { status } from './status.ts';
import { summary } from './summary.ts';
import { train } from './train.ts';

/** Adds one command to the program. */
export type CommandFile = (program: Command) => void;

export const commands: readonly CommandFile[] = [
  quickstart,
  train,
  resume,
  status,
  pause,
  continueRun,
  stop,
  evaluate,
  predict,
  recipes,
  report,
  compare,
  exportRun,
  importFiles,
  summary,
  data,
  doctor,
  bench,
  completion,
];
