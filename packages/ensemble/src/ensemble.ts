// A trained ensemble that predicts. Runs wherever the engine runs; `ensemble.node.ts` adds files.

import type { ImageShape, Normalization, Sequential, SequentialConfig, Weights } from '@convoy/core';
import type { Combination } from './combine/combination.ts';
import { EnsembleError } from './errors.ts';
import type { EnsembleContent, EnsembleMember } from './file/content.ts';
import { decodeEnsemble } from './file/decode.ts';
import { encodeEnsemble } from './file/encode.ts';
import { requireFit } from './file/requireFit.ts';
import { createNetworks } from './member/networks.ts';
import { type NamedPrediction, predictionOf, requireThreshold, withClassNames } from './prediction.ts';
import { predictThrough } from './testTimeAugmentation/predictViews.ts';
import { resolveViews, type TestTimeAugmentation } from './testTimeAugmentation/views.ts';

/** On what an ensemble predicts. */
export interface EnsembleOptions {
  /** @default 'auto' */
  readonly backend?: string;
  /** `strict` gives the same bits on every machine, more slowly. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
}

/** What `predict` is told. */
export interface PredictOptions {
  /** Rows that run at once; it changes memory and speed, not the result. @default 500 */
  readonly batchSize?: number;
  /** Each member sees every image in several ways, and averages its logits over them. @default 'none' */
  readonly testTimeAugmentation?: TestTimeAugmentation;
  /** Images whose largest probability is smaller get no class, but the label −1 (`ABSTAINED`). @default 0, which is never */
  readonly abstainBelow?: number;
}

/** A trained ensemble: it predicts, and gives the bytes of its file. */
export class Ensemble {
  readonly #content: EnsembleContent;
  /** Of each member, in their order; members with the same network share it. */
  readonly #networks: readonly Sequential[];
  /** The last prediction that was asked for. */
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  /** @throws {CoreError | EnsembleError} if a network is none, or a member's weights do not fit its own */
  constructor(content: EnsembleContent, { backend = 'auto', kernels = 'fast' }: EnsembleOptions = {}) {
    this.#content = content;
    this.#networks = createNetworks(content.members.map(({ model }) => model ?? content.model));
    requireFit(
      content,
      this.#networks.map(({ structure }) => structure),
    );
    // Choosing a backend goes with compiling for training; a model that was never compiled predicts on the default.
    if (backend === 'auto' && kernels === 'fast') return;
    for (const network of new Set(this.#networks)) network.compile({ backend, kernels });
  }

  /**
   * Reads an ensemble from the bytes of an `ensemble.convoy` file.
   * @throws {CoreError | EnsembleError} if they are truncated, corrupt, of a newer version, or something else
   */
  static async load(bytes: Uint8Array, options?: EnsembleOptions): Promise<Ensemble> {
    return new Ensemble(decodeEnsemble(bytes), options);
  }

  /** In the order of the labels. */
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

  /** The network of each member, in their order. */
  get models(): readonly SequentialConfig[] {
    return this.#networks.map(({ config }) => config);
  }

  /** How the members' probabilities become the ensemble's. */
  get combination(): Combination {
    return this.#content.combination;
  }

  /** Number, seed and test metrics of each member, and its network where that is not the first one's. */
  get members(): readonly EnsembleMember[] {
    return this.#content.members.map(({ weights: _, ...metadata }) => metadata);
  }

  /**
   * A member's network and weights, by its place among `members`: to look into it, or to build a model of its own.
   * @throws {EnsembleError} if there is no such place
   */
  networkOf(at: number): { readonly model: SequentialConfig; readonly weights: Weights } {
    const weights = this.#content.members[at]?.weights;
    const model = this.models[at];
    if (model !== undefined && weights !== undefined) return { model, weights };
    throw new EnsembleError(
      'invalid-option',
      `member at place ${at}: this ensemble has ${this.#content.members.length}, counted from 0`,
    );
  }

  /**
   * Classifies images.
   * @param images rows of `imageShape`, one after the other: bytes 0 … 255, or floats that are normalized already
   * @example
   * const prediction = await ensemble.predict(dataset.test.images);
   * console.log(prediction.at(0).className);
   * @throws {CoreError | EnsembleError} if the images are of another shape, or an option is wrong
   */
  async predict(images: Uint8Array | Float32Array, options: PredictOptions = {}): Promise<NamedPrediction> {
    requireThreshold(options.abstainBelow ?? 0);
    // Members share an executable, so predictions wait for each other.
    // They see the images as they are now: their array may be reused at once.
    const seen = images.slice();
    const prediction = this.#turn.then(() => this.#predict(seen, options));
    this.#turn = prediction.catch(() => undefined);
    return prediction;
  }

  /** The bytes of its file. */
  encode(): Uint8Array {
    return encodeEnsemble(this.#content);
  }

  /** `using ensemble = …` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Frees what its executable holds; it predicts no more. */
  dispose(): void {
    this.#disposed = true;
    for (const network of new Set(this.#networks)) network.dispose();
  }

  async #predict(
    images: Uint8Array | Float32Array,
    { batchSize = 500, abstainBelow = 0, testTimeAugmentation = 'none' }: PredictOptions,
  ): Promise<NamedPrediction> {
    if (this.#disposed) throw new EnsembleError('disposed', 'this ensemble was disposed of; load it again');
    const views = resolveViews(testTimeAugmentation, this.imageShape);
    const members: Float32Array[] = [];
    for (const [at, { weights }] of this.#content.members.entries()) {
      const network = this.#networks[at] as Sequential;
      await network.setWeights(weights);
      members.push(await predictThrough(views, network, images, batchSize));
    }
    const prediction = predictionOf(this.combination, members, this.classNames.length, abstainBelow);
    return withClassNames(prediction, this.classNames);
  }
}
