// Sequential: a stack of layers, each fed by the one before. The model that a person works with; its numbers are with
// the engine, its training with the trainer.

import { sizeOf } from '@convoy/kernels/internal';
import { type ImageView, mapsOfView, resolveImageView } from '../data/augmentation/imageView.ts';
import { BatchMaker } from '../data/batches.ts';
import { checkImages, checkRows, type Images, type Rows } from '../data/rows.ts';
import { CoreError } from '../errors.ts';
import type { Weights } from '../format/tensor.ts';
import { readOptions } from '../layers/options.ts';
import type { Shape } from '../layers/shape.ts';
import { predictionBuffer } from '../model/buildGraph.ts';
import { type CompileOptions, resolveCompileOptions } from '../model/compileOptions.ts';
import type { ResolvedConfig, SequentialConfig } from '../model/config.ts';
import { Engine, type EngineSettings } from '../model/engine.ts';
import { requireClassifier } from '../model/lowerLoss.ts';
import { type ModelStructure, structureOf } from '../model/structure.ts';
import { summarize } from '../model/summary.ts';
import { initializeWeights, namedTensors, valuesOf } from '../model/weights.ts';
import { createGenerator, type Generator } from '../random/generator.ts';
import { type Evaluation, evaluateBatches, predictBatches } from './evaluate.ts';
import { type FitOptions, planFit, purposeSeed } from './fitOptions.ts';
import type { History } from './history.ts';
import { Trainer } from './trainer.ts';
import { createEventTurns, lastOf } from './yieldToEvents.ts';

/** Rows that evaluation and prediction process at once where nothing else is said. */
const inferenceBatchSize = 256;

/** How many rows run at once. */
export interface BatchOptions {
  /** Rows processed at once: more memory for more speed. @default as many as in the last fit or prediction, else 256 */
  readonly batchSize?: number;
}

/** What `predict` is told. */
export interface PredictionOptions extends BatchOptions {
  /** How images are looked at: `{ flip: true }` mirrors them. @default as they are */
  readonly view?: Partial<ImageView>;
}

/**
 * @example
 * const model = new Sequential({
 *   inputShape: [28, 28, 1],
 *   layers: [
 *     Conv2D({ filters: 32, kernelSize: 3, activation: 'relu' }),
 *     MaxPooling2D(),
 *     Flatten(),
 *     Dense({ units: 10, activation: 'softmax' }),
 *   ],
 * });
 * model.compile({ optimizer: 'RMSprop', loss: 'categoricalCrossentropy', metrics: ['categoricalAccuracy'] });
 * await model.fit(dataset.train, { epochs: 3, batchSize: 256, validationSplit: 1 / 6 });
 * const { accuracy } = await model.evaluate(dataset.test);
 */
export class Sequential implements Disposable {
  readonly #structure: ModelStructure;
  readonly #engine: Engine;
  #history: History | null = null;
  /** Kept from one prediction to the next. */
  #batches: BatchMaker | null = null;
  #isFitting = false;

  /** @throws {CoreError} if an option or a shape is wrong, naming the layer, what was expected and what was found. */
  constructor(config: SequentialConfig) {
    this.#structure = structureOf(config);
    this.#engine = new Engine(this.#structure);
  }

  /** The model as plain data, with every default explicit. */
  get config(): ResolvedConfig {
    return this.#structure.config;
  }

  /** Of one row: `[classes]` for a classifier. */
  get outputShape(): Shape {
    return this.#structure.outputShape;
  }

  /** Shapes and weights of each layer. */
  get structure(): ModelStructure {
    return this.#structure;
  }

  /** Of the last `fit`, as in Keras; null before. */
  get history(): History | null {
    return this.#history;
  }

  /** The table of layers, output shapes and parameters. */
  summary(): string {
    return summarize(this.#structure);
  }

  /**
   * Draws new weights, and forgets optimizer state. `fit` does it by itself, from its seed, if it was not done.
   * @param generator Two numbers are drawn from it.
   * @param images Training images, for a kernel whose initializer is `whitening`; its first 5,000 are used.
   */
  initialize(generator: Generator, images?: Images): void {
    this.#requireIdle('initialize');
    this.#engine.reset(initializeWeights(this.#structure, generator, images));
  }

  /**
   * Says how to train, with a fresh optimizer. Prediction works without it. The backend compiles at first use.
   * @throws {CoreError} if an option is wrong or the model does not end as the loss needs it.
   */
  compile(options: CompileOptions = {}): void {
    this.#requireIdle('compile');
    const settings = resolveCompileOptions(options);
    if (settings.training) requireClassifier(this.#structure, settings.training.loss);
    this.#engine.settings = settings;
  }

  /**
   * Trains on rows, by Keras's rules.
   * @returns Loss, accuracy and learning rate of each epoch, and `valLoss`, `valAccuracy` where rows were set aside.
   * @throws {CoreError} `not-finite` if the loss is NaN or infinite; `invalid-argument`, `wrong-shape` or `invalid-data`
   *   for wrong options or rows; `not-compiled`. An `AggregateError` if callbacks fail as well.
   */
  async fit(data: Rows, options: FitOptions = {}): Promise<History> {
    this.#requireIdle('fit');
    const { optimizer } = this.#training('fit');
    const turns = createEventTurns();
    this.#isFitting = true;
    try {
      const plan = planFit(this.#structure, data, options, turns.next);
      if (!this.#engine.hasWeights) {
        const generator = createGenerator(purposeSeed(plan.seed, 'initialization'));
        this.#engine.reset(initializeWeights(this.#structure, generator, plan.train.images));
      }
      const trainer = new Trainer(this, this.#engine, optimizer, plan);
      try {
        return await trainer.run();
      } finally {
        this.#history = trainer.history;
      }
    } finally {
      this.#isFitting = false;
      turns.close();
    }
  }

  /** Loss and accuracy over rows, in inference mode. @throws {CoreError} if rows are wrong or nothing is compiled. */
  async evaluate(data: Rows, options: BatchOptions = {}): Promise<Evaluation> {
    this.#training('evaluate');
    const { inputShape } = this.config;
    const rows = checkRows(data, inputShape, this.#structure.outputShape[0] ?? 0);
    return lastOf(evaluateBatches(this.#engine, rows, this.#inferenceBatches(options)));
  }

  /**
   * The class probabilities of images: `[count, classes]`, row after row. Of a model that is not a classifier, its output.
   * The images are copied at the call, so their array may be reused at once.
   * @throws {CoreError} if the images have another type or shape than the model's input, a value is not finite, or the
   *   view is invalid.
   */
  async predict(images: Images, options: PredictionOptions = {}): Promise<Float32Array> {
    const { view = {}, ...batchOptions } = options;
    const { inputShape } = this.config;
    const maps = mapsOfView(resolveImageView(view, inputShape), inputShape);
    const checked = checkImages(images, inputShape);
    const name = predictionBuffer(this.#structure, this.#engine.settings.training?.loss);
    const output = { name, size: sizeOf(this.#structure.outputShape) };
    const batches = this.#inferenceBatches(batchOptions);
    return lastOf(predictBatches(this.#engine, checked.images.slice(), checked.count, output, batches, maps));
  }

  /** Copies of all weights by name, in the order of the layers. */
  async getWeights(): Promise<Weights> {
    const names = this.#structure.weights.map(({ name }) => name);
    return namedTensors(this.#structure, await this.#engine.read(names));
  }

  /** Replaces all weights. @throws {CoreError} naming a tensor that is missing, unknown or of another shape. */
  async setWeights(weights: Weights): Promise<void> {
    await this.#engine.write(valuesOf(this.#structure, weights));
  }

  /** Frees what the backend holds; every later call throws. `using model = …` calls it at the end of the block. */
  dispose(): void {
    this.#engine.dispose();
  }

  /** `using model = …` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** A model that is compiled already goes on with the room it has; the batch size does not change results. */
  #inferenceBatches(options: BatchOptions): BatchMaker {
    const read = readOptions('batches', options, ['batchSize'], 'invalid-argument');
    const room = this.#engine.batchSize ?? Number.POSITIVE_INFINITY;
    const batchSize = Math.min(room, read.positiveInteger('batchSize', Math.min(room, inferenceBatchSize)));
    if (this.#batches?.batchSize !== batchSize) {
      const { inputShape, normalization } = this.config;
      this.#batches = new BatchMaker(inputShape, normalization, batchSize);
    }
    return this.#batches;
  }

  #training(call: string): NonNullable<EngineSettings['training']> {
    const { training } = this.#engine.settings;
    if (training !== null) return training;
    throw new CoreError(
      'not-compiled',
      `${call}: model ${this.config.name} has no optimizer and loss: call compile first`,
    );
  }

  #requireIdle(call: string): void {
    if (!this.#isFitting) return;
    throw new CoreError(
      'invalid-argument',
      `${call}: model ${this.config.name} is being trained: wait for fit to end`,
    );
  }
}
