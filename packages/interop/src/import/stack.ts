// Layers in the order in which a file has them, until they are a network.

import { type ImageShape, type LayerSpec, type Shape, structureOf, type Tensor } from '@convoy/core';
import { fromChannelsFirst, type Place, placesOf } from '../channelsFirst.ts';
import { corrupt, InteropError } from '../errors.ts';
import type { ImportedNetwork, ImportOptions } from './imported.ts';
import { type Affine, noAffine, normalizationOf } from './normalization.ts';

/** More layers than any sequential ConvNet has; a file with more was made to take time. */
const mostLayers = 1000;
/** Pixels and channels of an image, at most. */
const largestImage = 2 ** 24;

interface Entry {
  readonly spec: LayerSpec;
  /** By PyTorch's names, in its layouts. */
  readonly tensors: Map<string, Tensor>;
  /** Whether the image before it was flattened channels last. */
  readonly flattenedLast: boolean;
}

/** A stack of layers whose weights come channels first. */
export class Stack {
  readonly inputShape: ImageShape;
  /** What is done to the input before the first layer. */
  normalization: Affine;
  /** Whether images lie channels last at this point. */
  isChannelsLast = false;
  #isFlattenedLast = false;
  readonly #entries: Entry[] = [];

  /** @throws {InteropError} `corrupt-file` if such an image is too large to be one */
  constructor(inputShape: ImageShape) {
    requireImage(inputShape);
    this.inputShape = inputShape;
    this.normalization = noAffine(inputShape[2]);
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Of what the layers so far give: `[height, width, channels]` or `[features]`. */
  get shape(): Shape {
    return this.#structure()?.outputShape ?? this.inputShape;
  }

  /** The last layer, if it can still be given a bias or an activation. */
  get last(): LayerSpec | undefined {
    return this.#entries.at(-1)?.spec;
  }

  add(spec: LayerSpec, tensors: Readonly<Record<string, Tensor>> = {}): void {
    if (this.#entries.length === mostLayers) throw corrupt(`more than ${mostLayers} layers`);
    if (spec.type === 'Flatten') this.#isFlattenedLast = this.isChannelsLast;
    const entry = { spec, tensors: new Map(Object.entries(tensors)), flattenedLast: this.#isFlattenedLast };
    this.#entries.push(entry);
    // Now, so that an error comes where the layer is.
    this.#structure();
  }

  /** Changes the last layer. */
  amend(spec: LayerSpec, tensors: Readonly<Record<string, Tensor>> = {}): void {
    const entry = this.#entries.pop();
    this.#entries.push({
      spec,
      tensors: new Map([...(entry?.tensors ?? []), ...Object.entries(tensors)]),
      flattenedLast: entry?.flattenedLast ?? false,
    });
  }

  /** @throws {CoreError | InteropError} if a tensor does not fit its layer */
  finish(name: string, options: ImportOptions): ImportedNetwork {
    const structure = this.#structure();
    if (structure === null) throw new InteropError('unsupported-operation', 'the graph: it holds no layers');
    const weights = new Map<string, Tensor>();
    for (const [at, place] of placesOf(structure).entries()) {
      const entry = this.#entries[at];
      const own: Place = entry?.flattenedLast ? { ...place, flattened: null } : place;
      for (const [key, tensor] of fromChannelsFirst(own, (key) => entry?.tensors.get(key)))
        weights.set(key, tensor);
    }
    const normalization = normalizationOf(this.normalization, options);
    return {
      model: {
        name,
        inputShape: this.inputShape,
        ...(normalization && { normalization }),
        layers: structure.config.layers,
      },
      weights,
    };
  }

  #structure() {
    if (this.#entries.length === 0) return null;
    return structureOf({ inputShape: this.inputShape, layers: this.#entries.map(({ spec }) => spec) });
  }
}

/** @throws {InteropError} `corrupt-file` */
export function requireImage(shape: readonly number[]): asserts shape is ImageShape {
  const isSize = (extent: number) => Number.isSafeInteger(extent) && extent > 0;
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (shape.length === 3 && shape.every(isSize) && size <= largestImage) return;
  throw corrupt(
    `expected images of [height, width, channels] with at most ${largestImage} values, got [${shape.join(', ')}]`,
  );
}
