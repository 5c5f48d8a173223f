// `convoy predict`: what an ensemble, and each of its members, sees in picture files.

import type { Command } from 'commander';
import { describeError, exitCodes } from '../errors.ts';
import { backendHelp } from '../options/backends.ts';
import { print, printError, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly abstainBelow?: string;
  readonly tta: string;
  readonly backend: string;
  readonly maxPixels?: string;
  readonly json?: boolean;
}

export function predict(program: Command): void {
  program
    .command('predict')
    .description('Classify PNG, JPEG or WebP images of any size, with the vote of each member.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .argument('<image...>', 'PNG, JPEG or WebP files')
    .option(
      '--abstain-below <probability>',
      'give no answer where the largest probability is below, such as 0.9',
    )
    .option('--tta <views>', 'average over views of each image: flip, six-view or shifts', 'none')
    .option('--max-pixels <n>', 'refuse an image of more pixels (default: 64e6)')
    .option('--backend <name>', backendHelp, 'auto')
    .option('--json', 'print one JSON object an image')
    .addHelpText(
      'after',
      `\nA digit network sees what MNIST looks like: a picture whose border is light is inverted, and one that is not
28 × 28 has its ink scaled to 20 pixels and centred by its mass. The output says what was done.\n${examples(
        'convoy predict runs/a seven.png photo-of-a-three.jpg',
        'convoy predict runs/a scan.png --abstain-below 0.95 --json',
      )}`,
    )
    .action(classify);
}

async function classify(run: string, images: readonly string[], flags: Flags): Promise<void> {
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { classifyImage, classificationLines } = await import('../run/classifyImage.ts');
  const { resolveOptions } = await import('../options/resolve.ts');
  const { predictOptions } = await import('../options/predictOptions.ts');
  const { abstainBelow, maxPixels } = await resolveOptions(predictOptions, {
    abstainBelow: flags.abstainBelow ?? 0,
    ...(flags.maxPixels !== undefined && { maxPixels: flags.maxPixels }),
  });
  const { requireOneOf } = await import('../options/choices.ts');
  const { viewSetNames } = await import('@convoy/ensemble');
  const testTimeAugmentation = requireOneOf('test-time augmentation', flags.tta, viewSetNames);
  const ensemble = await loadEnsemble(run, flags.backend);
  for (const image of images) {
    try {
      const classification = await classifyImage(
        ensemble,
        image,
        { abstainBelow, testTimeAugmentation },
        maxPixels,
      );
      if (flags.json) printJson(classification);
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
