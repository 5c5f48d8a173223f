// `convoy train --dry-run`: what the run would do, what it would take, and where it would write.

import { planEnsemble, type TrainingPlan } from '@convoy/ensemble/node';
import { openDataset } from '../data/openDataset.ts';
import type { TrainOptions } from '../options/trainOptions.ts';
import { counted, duration, fileSize, whole } from '../ui/format.ts';
import { bold, print, printJson } from '../ui/output.ts';
import { summaryLines } from '../ui/summaryTable.ts';
import { table } from '../ui/table.ts';
import { typed } from '../ui/typed.ts';
import { type ChosenDefaults, choiceLines } from './chooseDefaults.ts';
import { trainCommand } from './command.ts';
import { ensembleOptions, modelName, namedByFlag } from './ensembleOptions.ts';
import { defaultRunDirectory } from './runDirectory.ts';

export async function printPlan(
  options: TrainOptions,
  { json, dataset: opened, choices }: { readonly json: boolean } & Omit<ChosenDefaults, 'options'>,
): Promise<void> {
  const dataset = opened ?? (await openDataset(options.dataset, options.dataDir, options));
  const out = options.out ?? defaultRunDirectory(dataset.name, modelName(options.model), options.seed);
  const plan = await planEnsemble(ensembleOptions(options, dataset)).catch((error: unknown) => {
    throw namedByFlag(error);
  });
  if (json) return printJson({ event: 'plan', dataset: dataset.name, out, ...plan });
  for (const line of choiceLines(choices)) print(line);
  for (const { config, analysis } of plan.models) {
    for (const line of summaryLines(config.name ?? 'sequential', analysis)) print(line);
    print();
  }
  for (const line of planLines(plan, dataset.name, out)) print(line);
  const command = trainCommand(options);
  if (command !== null) print(`\nTrain it with:\n  ${typed(command)}`);
}

function planLines(plan: TrainingPlan, dataset: string, out: string): string[] {
  const names = plan.models.map(({ config }) => config.name ?? 'sequential');
  const seeds = plan.members.map(({ member, model, initialization, training }) => [
    String(member),
    names[model] ?? '',
    String(initialization),
    String(training),
  ]);
  return [
    bold('Plan'),
    ...table(
      [
        ['dataset', dataset],
        ['training images', whole(plan.trainingImages)],
        ['validation images', whole(plan.validationImages)],
        ['test images', whole(plan.testImages)],
        ['members', whole(plan.members.length)],
        ['workers', whole(plan.workers)],
        ['backend', plan.backend],
        ['epochs', String(plan.epochs)],
        ['steps per member', `${whole(plan.steps)} of ${counted(plan.batchSize, 'image')}`],
        ['memory', `${fileSize(plan.bytes)} for networks and dataset`],
        ['time', `about ${duration(plan.estimatedSeconds)}, from a few batches that were trained just now`],
        ['writes', out],
      ],
      'left',
    ),
    '',
    ...table([['member', 'model', 'initialization seed', 'training seed'], ...seeds], 'left'),
  ];
}
