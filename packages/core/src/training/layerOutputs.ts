// What each layer makes of images: the feature maps and pooled maps that the lecture draws.

import type { Images } from '../data/rows.ts';
import { CoreError } from '../errors.ts';
import type { Tensor, Weights } from '../format/tensor.ts';
import { readOptions } from '../layers/options.ts';
import type { SequentialConfig } from '../model/config.ts';
import { structureOf } from '../model/structure.ts';
import { Sequential } from './sequential.ts';

/** What `layerOutputs` is told. */
export interface LayerOutputsOptions {
  /** Names of the layers wanted. @default all of them */
  readonly layers?: readonly string[];
  /** @default 'auto' */
  readonly backend?: string;
}

/**
 * The outputs of a trained model's layers, each `[count, …outputShape]`, by the layers' names.
 *
 * Every layer wanted is computed by a model of its own, that of the layers up to it: meant for looking at a few images,
 * not for many.
 * @throws {CoreError} `invalid-argument` if there is no layer of a name; `wrong-shape` if images or weights do not fit.
 * @example
 * const maps = await layerOutputs(model.config, await model.getWeights(), image, { layers: ['conv2d_1'] });
 * maps.get('conv2d_1')?.shape; // [1, 26, 26, 32]
 */
export async function layerOutputs(
  model: SequentialConfig,
  weights: Weights,
  images: Images,
  options: LayerOutputsOptions = {},
): Promise<ReadonlyMap<string, Tensor>> {
  readOptions('layerOutputs', options, ['layers', 'backend'], 'invalid-argument');
  const { layers, backend = 'auto' } = options;
  const { config, layers: known } = structureOf(model);
  const names = known.map(({ name }) => name);
  const outputs = new Map<string, Tensor>();
  for (const name of layers ?? names) {
    const depth = names.indexOf(name) + 1;
    if (depth === 0) {
      throw new CoreError(
        'invalid-argument',
        `model ${config.name} has no layer ${name}. There are: ${names.join(', ')}`,
      );
    }
    const prefix = new Sequential({ ...config, layers: config.layers.slice(0, depth) });
    try {
      prefix.compile({ loss: null, backend });
      await prefix.setWeights(new Map(prefix.structure.weights.map((w) => [w.name, found(weights, w.name)])));
      const data = await prefix.predict(images);
      const size = prefix.outputShape.reduce((product, extent) => product * extent, 1);
      outputs.set(name, { shape: [data.length / size, ...prefix.outputShape], data });
    } finally {
      prefix.dispose();
    }
  }
  return outputs;
}

function found(weights: Weights, name: string): Tensor {
  const tensor = weights.get(name);
  if (tensor !== undefined) return tensor;
  throw new CoreError(
    'wrong-shape',
    `weights: ${name} is missing. There are: ${[...weights.keys()].join(', ')}`,
  );
}
