// Every command, under its heading and in the order of the help. A new one is a file here and a line in this list.

import type { Command } from 'commander';
import { bench } from './bench.ts';
import type { CommandFile } from './commandFile.ts';
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
import { serve } from './serve.ts';
import { status } from './status.ts';
import { summary } from './summary.ts';
import { train } from './train.ts';

const commands: Readonly<Record<string, readonly CommandFile[]>> = {
  Train: [quickstart, train, resume, status, pause, continueRun, stop, recipes],
  'Use a run': [evaluate, predict, serve, report, compare, exportRun, importFiles],
  Inspect: [summary, data, doctor, bench, completion],
};

/** Adds every command. */
export function addCommands(program: Command): void {
  for (const [heading, files] of Object.entries(commands)) {
    program.commandsGroup(`${heading}:`);
    for (const add of files) add(program);
  }
}
