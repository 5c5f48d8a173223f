// The training loop: epochs of batches, validation at each epoch's end, callbacks. It does no maths on tensors: it fills
// batches, runs programs and adds up what they measured. All that it must remember is data: `state.ts`.

import { Augmenter } from '../data/augmentation/augmenter.ts';
import type { AugmentationSpec } from '../data/augmentation/list.ts';
import { BatchMaker } from '../data/batches.ts';
import { CoreError } from '../errors.ts';
import type { Weights } from '../format/tensor.ts';
import { validationName } from '../metrics/list.ts';
import { meansOf, RowMetrics } from '../metrics/rowMetrics.ts';
import type { Engine } from '../model/engine.ts';
import type { OptimizerSpec } from '../optimizers/list.ts';
import { learningRateAt } from '../optimizers/schedules/list.ts';
import { createGenerator, type Generator, restoreGenerator } from '../random/generator.ts';
import type { EpochEnd, Training } from './callbacks/callback.ts';
import { type Evaluation, evaluateBatches } from './evaluate.ts';
import { type FitPlan, purposeSeed } from './fitOptions.ts';
import { type EpochMetrics, emptyHistory, extendHistory, type History, type MetricName } from './history.ts';
import type { Sequential } from './sequential.ts';
import { captureState, type LoopProgress, restoreState } from './snapshot.ts';
import type { TrainingState } from './state.ts';
import { TrainStep } from './trainStep.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Trainer implements Training {
  readonly model: Sequential;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly rows: number;
  readonly metrics: readonly MetricName[];
  /** Of those, the metrics that `compile` was given, on training rows. */
  readonly rowMetrics: readonly string[];
  readonly augmentation: readonly AugmentationSpec[];
  /** `[classes]`; null if every row counts the same. */
  readonly classWeights: readonly number[] | null;
  readonly #engine: Engine;
  readonly #plan: FitPlan;
  readonly #optimizer: OptimizerSpec;
  readonly #batches: BatchMaker;
  readonly #augmenter: Augmenter;
  readonly #order: Generator;
  readonly #dropout: Generator;
  readonly #step: TrainStep;
  readonly #rowMetrics: RowMetrics;
  readonly #progress: Mutable<Omit<LoopProgress, 'dropoutGenerator'>>;
  #stopping = false;

  constructor(model: Sequential, engine: Engine, optimizer: OptimizerSpec, plan: FitPlan) {
    const {
      epochs,
      batchSize,
      stepsPerEpoch,
      totalSteps,
      trainCount,
      validation,
      augmentation,
      classWeights,
      seed,
      resumeFrom,
    } = plan;
    this.model = model;
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.stepsPerEpoch = stepsPerEpoch;
    this.totalSteps = totalSteps;
    this.rows = trainCount;
    this.augmentation = augmentation;
    this.classWeights = classWeights && [...classWeights];
    engine.weighsRows = classWeights !== null;
    const metrics = engine.settings.training?.metrics ?? [];
    this.rowMetrics = metrics.map(({ name }) => name);
    const measured = ['loss', 'accuracy', ...this.rowMetrics];
    this.metrics = validation === null ? measured : [...measured, ...measured.map(validationName)];
    this.#rowMetrics = new RowMetrics(metrics, engine.structure.outputShape[0] ?? 0);
    this.#engine = engine;
    this.#plan = plan;
    this.#optimizer = optimizer;
    const { inputShape, normalization } = engine.structure.config;
    this.#batches = new BatchMaker(inputShape, normalization, batchSize);

    // A second fit of the same model with the same seed goes on with other numbers than the first.
    const seedOf = (purpose: string) => purposeSeed(seed, 'fit', engine.iterations, purpose);
    const stream = (purpose: string) => createGenerator(seedOf(purpose));
    const saved = resumeFrom?.progress;
    this.#order = saved ? restoreGenerator(saved.orderGenerator) : stream('order');
    this.#dropout = saved ? restoreGenerator(saved.dropoutGenerator) : stream('dropout');
    const augmentationSeed = saved?.augmentationSeed ?? seedOf('augmentation');
    this.#augmenter = new Augmenter(augmentation, inputShape, augmentationSeed);
    this.#step = new TrainStep(optimizer, this.#dropout, classWeights);
    this.#progress = {
      epoch: saved?.epoch ?? 0,
      step: saved?.step ?? 0,
      rows: trainCount,
      batchSize,
      learningRate: saved?.learningRate ?? null,
      orderGenerator: this.#order.state(),
      augmentation,
      augmentationSeed,
      ...(this.classWeights && { classWeights: this.classWeights }),
      sums: saved?.sums ?? { loss: 0, accuracy: 0, rows: 0 },
      history: saved?.history ?? emptyHistory(),
    };
  }

  get history(): History {
    return this.#progress.history;
  }

  get learningRate(): number {
    return this.#progress.learningRate ?? this.#scheduledRate(this.#engine.iterations);
  }

  set learningRate(rate: number) {
    if (!(Number.isFinite(rate) && rate >= 0)) {
      throw new CoreError('invalid-argument', `learningRate: expected a number of at least 0, got ${rate}`);
    }
    this.#progress.learningRate = rate;
  }

  stopTraining(): void {
    this.#stopping = true;
  }

  state(): Promise<TrainingState> {
    const progress = { ...this.#progress, dropoutGenerator: this.#dropout.state() };
    return captureState(this.#engine, progress, this.#plan.callbacks);
  }

  async finalWeights(): Promise<Weights> {
    let weights = await this.model.getWeights();
    for (const callback of this.#plan.callbacks) weights = callback.finalWeights?.(weights) ?? weights;
    return weights;
  }

  /**
   * Trains until the last epoch, a stop or an error. However it ends, every callback hears of it, so that the best
   * weights come back.
   */
  async run(): Promise<History> {
    const errors: unknown[] = [];
    try {
      await this.#begin();
      while (this.#progress.epoch < this.epochs && !this.#stopping) await this.#runEpoch();
      if (this.#plan.callbacks.some(({ finalWeights }) => finalWeights !== undefined)) {
        await this.model.setWeights(await this.finalWeights());
      }
    } catch (error) {
      errors.push(error);
    }
    for (const callback of this.#plan.callbacks) {
      try {
        await callback.onTrainEnd?.(this);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('; then '));
    if (errors.length === 1) throw errors[0];
    return this.history;
  }

  async #begin(): Promise<void> {
    const { callbacks, resumeFrom } = this.#plan;
    for (const callback of callbacks) await callback.onTrainBegin?.(this);
    if (resumeFrom !== undefined) await restoreState(resumeFrom, this.#engine, this, callbacks);
  }

  async #runEpoch(): Promise<void> {
    const progress = this.#progress;
    const { callbacks, shuffle } = this.#plan;
    progress.orderGenerator = this.#order.state();
    const order = shuffle ? this.#order.permutation(this.rows) : null;
    if (progress.step === 0) {
      progress.sums = { loss: 0, accuracy: 0, rows: 0 };
      for (const callback of callbacks) await callback.onEpochBegin?.(progress.epoch, this);
    }
    const steps = this.#stepsOf(progress.epoch);
    while (progress.step < steps && !this.#stopping) await this.#runBatch(order);
    if (this.#stopping) return;

    const metrics = await this.#epochMetrics();
    if (metrics === null) return;
    const end: EpochEnd = { epoch: progress.epoch, ...metrics };
    progress.history = extendHistory(progress.history, progress.epoch, metrics);
    progress.epoch += 1;
    progress.step = 0;
    progress.orderGenerator = this.#order.state();
    for (const callback of callbacks) await callback.onEpochEnd?.(end, this);
  }

  async #runBatch(order: Uint32Array | null): Promise<void> {
    const progress = this.#progress;
    const { train, callbacks, sample, yieldToEvents } = this.#plan;
    const { learningRate } = this;
    const start = progress.step * this.batchSize;
    const rows = Math.min(this.batchSize, this.rows - start);
    const maps = this.#augmenter.inEpoch(progress.epoch);
    const batch = this.#batches.make(train.images, train.labels, order, start, rows, maps, sample);
    const { sums } = progress;
    let metrics = sums.metrics ?? {};
    const { loss, accuracy } = await this.#engine.use({ exactly: this.batchSize }, async (executable) => {
      const iteration = this.#engine.iterations;
      const measured = await this.#step.run(executable, batch, learningRate, iteration, progress.epoch);
      metrics = await this.#rowMetrics.addTo(metrics, executable, batch.labels);
      return measured;
    });
    this.#engine.iterations += 1;
    this.#requireFinite(loss, `loss is ${loss} in epoch ${progress.epoch + 1}, batch ${progress.step + 1}`);

    progress.sums = {
      loss: sums.loss + loss * rows,
      accuracy: sums.accuracy + accuracy * rows,
      rows: sums.rows + rows,
      ...(Object.keys(metrics).length > 0 && { metrics }),
    };
    const end = { epoch: progress.epoch, batch: progress.step, rows, learningRate, ...this.#averages() };
    progress.step += 1;
    for (const callback of callbacks) await callback.onBatchEnd?.(end, this);
    await yieldToEvents();
  }

  /** Null if training was stopped during validation. */
  async #epochMetrics(): Promise<EpochMetrics | null> {
    const { validation, callbacks, yieldToEvents } = this.#plan;
    const metrics = { ...this.#averages(), learningRate: this.#lastLearningRate() };
    if (validation === null) return metrics;
    let validated: Evaluation = { loss: Number.NaN, accuracy: Number.NaN };
    for await (validated of evaluateBatches(this.#engine, validation, this.#batches)) {
      for (const callback of callbacks) await callback.onTestBatchEnd?.(this);
      await yieldToEvents();
      if (this.#stopping) return null;
    }
    const { loss } = validated;
    this.#requireFinite(loss, `validation loss is ${loss} after epoch ${this.#progress.epoch + 1}`);
    return { ...metrics, ...meansOf(validated, 1, validationName) };
  }

  #averages(): Evaluation {
    const { loss, accuracy, rows, metrics = {} } = this.#progress.sums;
    return { loss: loss / rows, accuracy: accuracy / rows, ...meansOf(metrics, rows) };
  }

  #lastLearningRate(): number {
    return this.#progress.learningRate ?? this.#scheduledRate(this.#engine.iterations - 1);
  }

  #scheduledRate(step: number): number {
    return learningRateAt(this.#optimizer.learningRate, step, this.totalSteps);
  }

  /** Fewer in a last epoch that is trained in part. */
  #stepsOf(epoch: number): number {
    return Math.min(this.stepsPerEpoch, this.totalSteps - epoch * this.stepsPerEpoch);
  }

  #requireFinite(loss: number, what: string): void {
    if (Number.isFinite(loss)) return;
    throw new CoreError(
      'not-finite',
      `training diverged: ${what} (learning rate ${this.#lastLearningRate()}). Use a smaller learning rate, or look for ` +
        'images that are not numbers',
    );
  }
}
