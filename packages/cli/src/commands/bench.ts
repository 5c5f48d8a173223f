// `convoy bench train`: images a second that this machine trains, and what its arithmetic could do at most.

import type { Command } from 'commander';
import { counted, whole } from '../ui/format.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function bench(program: Command): void {
  const group = program.command('bench').description('Measure how fast this machine trains.');
  group
    .command('train')
    .description('Train a network of its own in each worker, and count the images of all of them.')
    .option('--model <name>', 'lecture-cnn, lecture-dense or lenet5 (default: lecture-cnn)')
    .option('--batch-size <n>', 'images a step (default: 256)')
    .option('--workers <n>', 'worker threads (default: one a processor)')
    .option('--seconds <n>', 'time measured, after warming up (default: 10)')
    .option('--backend <name>', 'auto, wasm, gpu or reference (default: auto)')
    .option('--kernels <kind>', 'fast, or strict: the same bits on every machine (default: fast)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples('convoy bench train --model lecture-cnn --batch-size 256 --workers 2 --seconds 10'),
    )
    .action(benchTrain);
}

async function benchTrain({ json = false, ...flags }: { readonly json?: boolean }): Promise<void> {
  const { resolveOptions } = await import('../options/resolve.ts');
  const { benchTrainOptions, measureTraining } = await import('../bench/measureTraining.ts');
  const result = await measureTraining(await resolveOptions(benchTrainOptions, flags));
  if (json) return printJson(result);
  const { model, backend, workers, imagesPerSecond, peakGflops, cpu } = result;
  print(`${model} on ${backend}, ${counted(workers, 'worker')}: ${whole(imagesPerSecond)} images/s`);
  print(`${cpu}: at most ${peakGflops.toFixed(1)} GFLOP/s a processor, multiplying and adding in registers`);
}
