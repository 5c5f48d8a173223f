// A trained ensemble that predicts. Runs wherever the engine runs; `ensemble.node.ts` adds files.

import { type ImageShape, type Normalization, Sequential } from '@convoy/core';
import { combine } from './combine/combination.ts';
import { EnsembleError } from './errors.ts';
import type { EnsembleContent, EnsembleMember } from './file/content.ts';
import { decodeEnsemble } from './file/decode.ts';
import { encodeEnsemble } from './file/encode.ts';
import { requireFit } from './file/requireFit.ts';
import { argMax } from './metrics/argMax.ts';
import { predictThrough } from './testTimeAugmentation/predictViews.ts';
import { resolveViews, type TestTimeAugmentation } from './testTimeAugmentation/views.ts';

export interface EnsembleOptions {
  /** @default 'auto' */
  readonly backend?: string;
  /** `strict` gives the same bits on every machine, more slowly. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
}

export interface PredictOptions {
  /** Rows that run at once; it changes memory and speed, not the result. @default 500 */
  readonly batchSize?: number;
  /** Each member sees every image in several ways, and averages its logits over them. @default 'none' */
  readonly testTimeAugmentation?: TestTimeAugmentation;
}

export interface Prediction {
  readonly count: number;
  /** `[count, classes]`: the members' probabilities, combined. */
  readonly probabilities: Float32Array;
  /** `[count]`: the class of the largest probability, an index into `classNames`. */
  readonly labels: Int32Array;
  /** Each member's own probabilities, `[count, classes]`, in the order of `members`. */
  readonly members: readonly Float32Array[];
}

export class Ensemble {
  readonly #content: EnsembleContent;
  readonly #model: Sequential;
  /** The last prediction that was asked for. */
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  /** @throws {CoreError | EnsembleError} if the network is none, or the members' weights do not fit it */
  constructor(content: EnsembleContent, { backend = 'auto', kernels = 'fast' }: EnsembleOptions = {}) {
    this.#content = content;
    this.#model = new Sequential(content.model);
    requireFit(content, this.#model.structure);
    const isDefault = backend === 'auto' && kernels === 'fast';
    // Choosing a backend goes with compiling for training; a model that was never compiled predicts on the default.
    if (!isDefault) this.#model.compile({ backend, kernels });
  }

  /**
   * Reads an ensemble from the bytes of an `ensemble.convoy` file.
   * @throws {CoreError | EnsembleError} if they are truncated, corrupt, of a newer version, or something else
   */
  static async load(bytes: Uint8Array, options?: EnsembleOptions): Promise<Ensemble> {
    return new Ensemble(decodeEnsemble(bytes), options);
  }

  get classNames(): readonly string[] {
    return this.#content.classNames;
  }

  /** `[height, width, channels]` of the images that it takes. */
  get imageShape(): ImageShape {
    return this.#content.model.inputShape;
  }

  /** How bytes become the network's input; undefined is the lecture's division by 255. */
  get normalization(): Normalization | undefined {
    return this.#content.model.normalization;
  }

  /** What the members were trained on. */
  get dataset(): EnsembleContent['dataset'] {
    return this.#content.dataset;
  }

  /** Number, seed and test figures of each member. */
  get members(): readonly EnsembleMember[] {
    return this.#content.members.map(({ weights: _, ...metadata }) => metadata);
  }

  /**
   * Classifies images.
   * @param images rows of `imageShape`, one after the other: bytes 0 … 255, or floats that are normalized already
   * @example
   * const { labels, probabilities } = await ensemble.predict(dataset.test.images);
   * console.log(ensemble.classNames[labels[0]]);
   */
  predict(images: Uint8Array | Float32Array, options: PredictOptions = {}): Promise<Prediction> {
    // All members share one executable, so predictions wait for each other.
    const prediction = this.#turn.then(() => this.#predict(images, options));
    this.#turn = prediction.catch(() => undefined);
    return prediction;
  }

  /** The bytes of its file. */
  encode(): Uint8Array {
    return encodeEnsemble(this.#content);
  }

  /** Frees what its executable holds; it predicts no more. */
  dispose(): void {
    this.#disposed = true;
    this.#model.dispose();
  }

  async #predict(
    images: Uint8Array | Float32Array,
    { batchSize = 500, testTimeAugmentation = 'none' }: PredictOptions,
  ): Promise<Prediction> {
    if (this.#disposed) throw new EnsembleError('disposed', 'this ensemble was disposed of; load it again');
    const classes = this.classNames.length;
    const views = resolveViews(testTimeAugmentation, this.imageShape);
    const members: Float32Array[] = [];
    for (const { weights } of this.#content.members) {
      await this.#model.setWeights(weights);
      members.push(await predictThrough(views, this.#model, images, batchSize));
    }
    const probabilities = combine(this.#content.combination.method, members, classes);
    return {
      count: probabilities.length / classes,
      probabilities,
      labels: argMax(probabilities, classes),
      members,
    };
  }
}
