// `convoy recipes`: the trainings that come with Convoy, what they cost and what they reach.

import type { Command } from 'commander';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function recipes(program: Command): void {
  program
    .command('recipes')
    .description('List the recipes: complete, named trainings and their measured results.')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('convoy recipes', 'convoy train --recipe airbench-quarter --seed 7'))
    .action(listRecipes);
}

async function listRecipes({ json = false }: { readonly json?: boolean }): Promise<void> {
  const { recipes: known } = await import('@convoy/ensemble');
  const { describeRecipe, recipeLines } = await import('../recipes/describeRecipe.ts');
  const described = known.map(describeRecipe);
  // `figures` is what the field was called at first; scripts may read it.
  if (json) return printJson({ recipes: described.map((each) => ({ ...each, figures: each.metrics })) });
  const { wrapText } = await import('../ui/wrap.ts');
  for (const line of described.flatMap(recipeLines)) {
    // A command is to be copied: it stays on one line.
    for (const part of line.startsWith('    ') ? [line] : wrapText(line)) print(part);
  }
}
