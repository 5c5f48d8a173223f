// What a training would do, without doing it.

import { analyzeModel, type ModelAnalysis, Sequential, type SequentialConfig } from '@convoy/core';
import { rowsOf, type TrainingData } from './member/rows.ts';
import { memberSeeds } from './member/seeds.ts';
import type { MemberSeeds } from './member/spec.ts';
import type { TrainingConfig } from './options/configuration.ts';
import { lossOf } from './options/loss.ts';
import type { TrainEnsembleOptions } from './options/trainEnsembleOptions.ts';
import { withStartBytes } from './readRun.node.ts';
import { planOn } from './run/trainOn.ts';
import { nodePorts } from './trainEnsemble.node.ts';

/** Batches that are trained for the estimate of time, after one that warms up. */
const MEASURED_BATCHES = 4;

/** Predicting an image takes about a third of what training on it takes. */
const PREDICTION_COST = 1 / 3;

/** What a run would do. */
export interface TrainingPlan {
  readonly members: readonly ({ readonly member: number; readonly model: number } & MemberSeeds)[];
  /** The networks that members take in turn, each with its layers, costs and memory. */
  readonly models: readonly { readonly config: SequentialConfig; readonly analysis: ModelAnalysis }[];
  readonly backend: string;
  readonly workers: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainingImages: number;
  readonly validationImages: number;
  readonly testImages: number;
  /** Of each member. */
  readonly steps: number;
  /** Of all workers and the dataset, by the largest network; the process itself is not in it. */
  readonly bytes: number;
  /**
   * From a few batches that were trained for it, in one thread: it takes workers not to slow each other down, and members to
   * train for all of their epochs.
   */
  readonly estimatedSeconds: number;
}

/**
 * Plans a training as {@link trainEnsemble} would, trains a few batches of each network for the estimate of time, and writes
 * nothing.
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work
 */
export async function planEnsemble(options: TrainEnsembleOptions): Promise<TrainingPlan> {
  const plan = await planOn(nodePorts(undefined, options.modules), await withStartBytes(options));
  const { resolved, backend, workers } = plan;
  const data = rowsOf(options.dataset, plan.data);
  const { training, members, seed } = resolved;
  const { batchSize, optimizer, epochs, strategy } = training;
  const models = resolved.models.map((config) => ({
    config,
    analysis: analyzeModel(config, { batchSize, optimizer }),
  }));
  const perEpoch = (training.dropRemainder ? Math.floor : Math.ceil)(data.train.count / batchSize);
  const trained = epochs * data.train.count;
  const predicted = epochs * (data.validation?.count ?? 0) + data.test.count;
  const seconds: number[] = [];
  for (const { config } of models) {
    const perImage = await secondsPerImage({ ...training, model: config, backend: backend.name }, data);
    seconds.push(perImage * (trained + PREDICTION_COST * predicted));
  }
  const inTurn = Array.from({ length: members }, (_, member) => member % models.length);
  const all = inTurn.reduce((sum, model) => sum + (seconds[model] ?? 0), 0);
  // A member is one worker's: the last turn may not have one for each.
  const perMember = all / members;
  return {
    members: inTurn.map((model, member) => ({ member, model, ...memberSeeds(seed, member, strategy) })),
    models,
    backend: backend.name,
    workers,
    epochs,
    batchSize,
    trainingImages: data.train.count,
    validationImages: data.validation?.count ?? 0,
    testImages: data.test.count,
    steps: Math.ceil(epochs * perEpoch),
    bytes:
      workers * Math.max(...models.map(({ analysis }) => analysis.trainingBytes)) + bytesOf(options.dataset),
    estimatedSeconds: Math.ceil(members / workers) * perMember,
  };
}

async function secondsPerImage(training: TrainingConfig, { train }: TrainingData): Promise<number> {
  const { optimizer, backend, kernels, augmentation } = training;
  const batchSize = Math.min(training.batchSize, train.count);
  const model = new Sequential(training.model);
  try {
    model.compile({ optimizer, loss: lossOf(training), backend, kernels });
    const trainBatches = async (batches: number) => {
      const count = Math.min(batches * batchSize, train.count);
      const size = train.images.length / train.count;
      const rows = {
        count,
        images: train.images.subarray(0, count * size),
        labels: train.labels.subarray(0, count),
      };
      const begin = performance.now();
      await model.fit(rows, { epochs: 1, batchSize, augmentation, dropRemainder: true });
      return (performance.now() - begin) / 1000 / (Math.floor(count / batchSize) * batchSize);
    };
    await trainBatches(1);
    return await trainBatches(MEASURED_BATCHES);
  } finally {
    model.dispose();
  }
}

function bytesOf({ train, test }: TrainEnsembleOptions['dataset']): number {
  return [train, test].reduce((sum, { images, labels }) => sum + images.byteLength + labels.byteLength, 0);
}
