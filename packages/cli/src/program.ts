// The command line: commander parses it, `commands/list.ts` says which commands there are, and every error leaves
// through `describeError`. What is heavy (the engine, zod) is imported by the command that needs it, when it runs.

import { readFileSync } from 'node:fs';
import { type Argument, Command, CommanderError } from 'commander';
import { examples } from './commands/examples.ts';
import { addCommands } from './commands/list.ts';
import { describeError, exitCodes } from './errors.ts';
import { completeFlags } from './options/lateFlags.ts';
import { printError } from './ui/output.ts';

/** Runs one command line, without the program's name. @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  const named = program.commands.find((command) => argv.find((word) => word !== 'help') === command.name());
  if (named) await completeFlags(named);
  if (argv.length === 0) {
    process.stderr.write(program.helpInformation());
    return exitCodes.usage;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done; // --help, --version
    const shown =
      error instanceof CommanderError
        ? (await import('./usage.ts')).usageErrorOf(error, program, argv)
        : error;
    const { text, exitCode } = describeError(shown);
    printError(text);
    return exitCode;
  }
}

function createProgram(): Command {
  const program = new Command('convoy')
    .description('Trains ensembles of convolutional networks on every core and averages their predictions.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpCommand(helpCommand())
    .configureHelp({
      helpWidth: Math.min(process.stdout.columns ?? 100, 100),
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
      optionDescription: ({ description }) => description,
      argumentDescription: ({ description }) => description,
    })
    .configureOutput({ writeErr: () => {} }) // written by `run`, in our words
    .exitOverride()
    .addHelpText(
      'after',
      `${examples(
        'convoy quickstart',
        'convoy train --dataset glyphs --model lecture-cnn --members 3 --workers 2',
        'convoy train --dataset ./flowers',
        'convoy help train',
      )}\n\nExit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.`,
    );
  addCommands(program);
  program.hook('preAction', (_, command) => requireRuns(command));
  return program;
}

/** Says what is wrong with a run that is given before a command looks into it. */
async function requireRuns(command: Command): Promise<void> {
  const at = command.registeredArguments.findIndex((argument) => argument.name() === 'run');
  if (at < 0) return;
  const { requireRun } = await import('./run/requireRun.ts');
  for (const run of [command.processedArgs[at]].flat()) await requireRun(String(run));
}

/** `<run>`, `[command]`, `<image...>` */
function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function helpCommand(): Command {
  return new Command('help')
    .argument('[command]')
    .description('Show help for a command.')
    .helpOption(false)
    .helpGroup('Inspect:');
}

function packageVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}
