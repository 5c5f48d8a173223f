// `convoy completion bash|zsh|fish`: the script that teaches a shell; `convoy complete`, what that script asks.

import { Argument, type Command } from 'commander';
import { print } from '../ui/output.ts';
import { examples } from './examples.ts';

const shells = ['bash', 'zsh', 'fish'];

export function completion(program: Command): void {
  program
    .command('completion')
    .description('Print the script that completes convoy commands in bash, zsh or fish.')
    .addArgument(withNames(new Argument('<shell>', 'bash, zsh or fish'), shells))
    .addHelpText(
      'after',
      `\nOnce, in the file that the shell reads when it starts:
  bash  ~/.bashrc   eval "$(convoy completion bash)"
  zsh   ~/.zshrc    eval "$(convoy completion zsh)", after compinit
  fish  convoy completion fish > ~/.config/fish/completions/convoy.fish\n${examples('convoy completion bash')}`,
    )
    .action(printScript);
  program
    .command('complete', { hidden: true })
    .description('Print what can follow the words of a command line.')
    .argument('[words...]', 'the words after convoy, the last being typed')
    .action(async (words: readonly string[]) => {
      const { candidatesFor } = await import('../completion/candidates.ts');
      const { words: found, files } = await candidatesFor(program, words);
      for (const { value, description } of found)
        print(description === '' ? value : `${value}\t${description}`);
      if (files) print(':files');
    });
}

async function printScript(name: string): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const { completionScripts, shells: known } = await import('../completion/scripts.ts');
  process.stdout.write(completionScripts[requireOneOf('shell', name, known)]);
}

/** Names for completion alone: a wrong one gets an error of ours, with the nearest. */
function withNames(argument: Argument, names: string[]): Argument {
  argument.argChoices = names;
  return argument;
}
