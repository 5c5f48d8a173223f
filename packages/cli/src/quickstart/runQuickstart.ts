// The quick start, step by step: data, training, the metrics, and commands to go on with.

import { join } from 'node:path';
import { checkOptions } from '@convoy/ensemble/options';
import { failure } from '../errors.ts';
import { trainOptions } from '../options/trainOptions.ts';
import { freeDirectory } from '../train/runDirectory.ts';
import { trainWith } from '../train/trainWith.ts';
import { bold, print } from '../ui/output.ts';
import { typed } from '../ui/typed.ts';
import { chooseDataset } from './chooseDataset.ts';
import { saveExamples } from './saveExamples.ts';

/**
 * Divides the 50,000 and 10,000 training images of the two data sets: a last batch of a few images gives RMSprop a step of
 * full size in a random direction, and the epoch's metrics are taken right after it.
 */
const batchSize = 250;

export async function runQuickstart(flags: {
  readonly dataDir?: string;
  readonly out?: string;
}): Promise<{ interrupted: boolean }> {
  const { out = freeDirectory(join('runs', 'quickstart')), ...dataOptions } = flags;
  const { dataset, epochs } = await chooseDataset(dataOptions);
  const options = checkOptions(trainOptions, {
    dataset: dataset.name,
    model: 'lecture-cnn',
    members: 3,
    workers: 2,
    seed: 7,
    batchSize,
    epochs,
    out,
  });
  const { result, interrupted } = await trainWith(options, { dataset });
  if (interrupted) return { interrupted };
  if (result.failed.length > 0) {
    throw failure(
      `${result.failed.length} of 3 members failed: ${result.failed.map(({ error }) => error).join('; ')}`,
      '`convoy doctor` says what this machine lacks.',
    );
  }
  const images = await saveExamples(dataset, join(out, 'examples'));
  printNextSteps(out, images, dataset.name);
  return { interrupted };
}

function printNextSteps(run: string, images: readonly string[], dataset: string): void {
  const convoy = typed('convoy');
  print();
  print(bold('What to try next'));
  print(`  ${convoy} predict ${run} ${images.at(7) ?? images.at(0) ?? ''}`);
  print(`  ${convoy} evaluate ${run}`);
  print(`  ${convoy} summary --model lecture-cnn`);
  print(`  ${convoy} train --dataset ${dataset} --model lecture-cnn --members 5 --epochs 10 --patience 2`);
  print(`  ${convoy} --help`);
}
