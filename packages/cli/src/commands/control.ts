// `convoy pause`, `convoy continue` and `convoy stop`: steer a run that another terminal trains.

import type { ControlCommand } from '@convoy/ensemble';
import type { Command } from 'commander';
import { print } from '../ui/output.ts';
import { typed } from '../ui/typed.ts';
import type { CommandFile } from './commandFile.ts';
import { examples } from './examples.ts';

export const pause = control('pause', 'Pause a run: no batch begins until it continues.', (run) => [
  `Paused. It keeps its memory. To continue: ${typed(`convoy continue ${run}`)}`,
]);

export const continueRun = control('continue', 'Continue a paused run.', () => ['Continued.']);

export const stop = control('stop', 'Stop a run as Ctrl-C does: it writes checkpoints and ends.', (run) => [
  `Stopped. To resume it: ${typed(`convoy resume ${run}`)}`,
]);

function control(
  command: ControlCommand,
  description: string,
  done: (run: string) => readonly string[],
): CommandFile {
  return (program: Command) => {
    program
      .command(command)
      .description(description)
      .argument('<run>', 'run directory')
      .addHelpText('after', examples(`convoy ${command} runs/a`))
      .action(async (run: string) => {
        const { controlRun } = await import('@convoy/ensemble/node');
        await controlRun(run, command);
        const { shellWord } = await import('@convoy/core/internal');
        for (const line of done(shellWord(run))) print(line);
      });
  };
}
