// `convoy predict`: what an ensemble, and each of its members, sees in picture files.

import type { Command } from 'commander';
import { describeError, exitCodes } from '../errors.ts';
import { withFlags } from '../options/lateFlags.ts';
import { print, printError, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function predict(program: Command): void {
  const command = program
    .command('predict')
    .description('Classify PNG, JPEG or WebP images of any size, with the vote of each member.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .argument('<image...>', 'PNG, JPEG or WebP files')
    .addHelpText(
      'after',
      `\nFor a digit network, images are prepared as MNIST's were: one with a light border is inverted, and one that is not
28 × 28 has its ink scaled to 20 pixels and centered by its mass. The output says what was done.\n${examples(
        'convoy predict runs/a seven.png photo-of-a-three.jpg',
        'convoy predict runs/a scan.png --abstain-below 0.95 --json',
      )}`,
    )
    .action(classify);
  withFlags(command, async () => (await import('../options/runOptions.ts')).predictOptions);
}

async function classify(run: string, images: readonly string[], _: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { predictOptions } = await import('../options/runOptions.ts');
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { classifyImage, classificationLines } = await import('../run/classifyImage.ts');
  const options = await readOptions(predictOptions, typedFlags(command, predictOptions));
  const { abstainBelow, testTimeAugmentation, maxPixels, backend, json } = options;
  const ensemble = await loadEnsemble(run, backend);
  for (const image of images) {
    try {
      const classification = await classifyImage(
        ensemble,
        image,
        { abstainBelow, testTimeAugmentation },
        maxPixels ?? undefined,
      );
      if (json) printJson(classification);
      else for (const line of classificationLines(classification)) print(line);
    } catch (error) {
      // One unreadable picture does not keep the others from their answers.
      const { text, exitCode } = describeError(error);
      printError(text);
      process.exitCode = exitCode === exitCodes.usage ? exitCodes.failed : exitCode;
    }
  }
  ensemble.dispose();
}
