// `convoy predict`: what an ensemble, and each of its members, sees in picture files.

import type { Command } from 'commander';
import { describeError, exitCodes, usageError } from '../errors.ts';
import { withFlags } from '../options/lateFlags.ts';
import { print, printError, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function predict(program: Command): void {
  const command = program
    .command('predict')
    .description('Classify PNG, JPEG or WebP images of any size, with the vote of each member.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .argument('<image...>', 'PNG, JPEG or WebP files, folders of them, or patterns such as "photos/*.jpg"')
    .addHelpText(
      'after',
      `\nFor a digit network, images are prepared as MNIST's were: one with a light border is inverted, and one that is not
28 × 28 has its ink scaled to 20 pixels and centered by its mass. The output says what was done.\n${examples(
        'convoy predict runs/a seven.png photo-of-a-three.jpg',
        'convoy predict runs/a scan.png --abstain-below 0.95 --json',
        'convoy predict runs/a ./photos --csv',
      )}`,
    )
    .action(classify);
  withFlags(command, async () => (await import('../options/runOptions.ts')).predictOptions);
}

async function classify(run: string, given: readonly string[], _: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { predictOptions } = await import('../options/runOptions.ts');
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { classifyImage, classificationLines } = await import('../run/classifyImage.ts');
  const { csvHeader, csvLine } = await import('../run/classificationCsv.ts');
  const { imagePaths } = await import('../run/imagePaths.ts');
  const options = await readOptions(predictOptions, typedFlags(command, predictOptions));
  const { abstainBelow, testTimeAugmentation, maxPixels, verbose, csv, backend, json } = options;
  if (csv && json) throw usageError('--csv and --json exclude each other', 'Choose one of them.');
  const ensemble = await loadEnsemble(run, backend);
  const images = await imagePaths(given);
  if (csv) print(csvHeader(ensemble.classNames));
  for (const image of images) {
    try {
      const classification = await classifyImage(
        ensemble,
        image,
        { abstainBelow, testTimeAugmentation },
        maxPixels ?? undefined,
      );
      if (json) printJson(classification);
      else if (csv) print(csvLine(classification));
      else for (const line of classificationLines(classification, verbose)) print(line);
    } catch (error) {
      // One unreadable picture does not keep the others from their answers.
      const { text, exitCode } = describeError(error);
      printError(text);
      process.exitCode = exitCode === exitCodes.usage ? exitCodes.failed : exitCode;
    }
  }
  ensemble.dispose();
}
