// A model's weights as named tensors: everything that prediction needs, moving statistics of batch normalization included.

import { sizeOf } from '@convoy/kernels/internal';
import { BatchMaker } from '../data/batches.ts';
import { checkImages, type Images } from '../data/rows.ts';
import { CoreError } from '../errors.ts';
import type { Tensor, Weights } from '../format/tensor.ts';
import { initialValues } from '../layers/initializers.ts';
import { formatShape, type Shape } from '../layers/shape.ts';
import { whiteningFilters, whiteningImages } from '../layers/whitening.ts';
import { createGenerator, type Generator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import type { ModelStructure } from './structure.ts';

type Values = ReadonlyMap<string, Float32Array>;

/**
 * Initial values of all weights. Two numbers are drawn from the generator; each weight then has a stream of its own,
 * derived from these and its name, so that a layer more does not change what the others begin with.
 * @param images What whitening kernels are computed from.
 */
export function initializeWeights(structure: ModelStructure, generator: Generator, images?: Images): Values {
  const first = generator.nextUint32();
  const second = generator.nextUint32();
  return new Map(
    structure.weights.map(({ name, shape, initializer }) => {
      if (initializer === 'whitening') return [name, whiteningOf(structure, name, shape, images)];
      const stream = createGenerator(deriveSeed(first, second, name));
      return [name, initialValues(initializer, shape, stream)];
    }),
  );
}

function whiteningOf(
  { config, layers }: ModelStructure,
  name: string,
  kernelShape: Shape,
  images: Images | undefined,
): Float32Array {
  const { inputShape, normalization } = config;
  if (layers[0]?.weights[0]?.name !== name || kernelShape.length !== 4) {
    throw new CoreError(
      'invalid-layer',
      `${name}: whitening: only the kernel of a Conv2D that is the first layer can be whitened`,
    );
  }
  if (images === undefined) {
    throw new CoreError(
      'not-initialized',
      `${name}: whitening needs images: initialize(generator, images), with images of the training`,
    );
  }
  const checked = checkImages(images, inputShape);
  const count = Math.min(whiteningImages, checked.count);
  const { images: rows } = new BatchMaker(inputShape, normalization, count).make(
    checked.images,
    null,
    null,
    0,
    count,
  );
  return whiteningFilters(kernelShape, rows, inputShape, name);
}

/** Tensors in the order of the layers, from values by name. */
export function namedTensors({ weights }: ModelStructure, values: Values): Map<string, Tensor> {
  return new Map(
    weights.map(({ name, shape }) => [name, { shape, data: values.get(name) ?? new Float32Array() }]),
  );
}

/**
 * Copies of the values of tensors that fit a model.
 * @throws {CoreError} `wrong-shape`, naming the tensor that is missing, unknown or of another shape.
 */
export function valuesOf({ config, weights }: ModelStructure, tensors: Weights): Values {
  const label = `weights of model ${config.name}`;
  const known = new Set(weights.map(({ name }) => name));
  for (const name of tensors.keys()) {
    if (!known.has(name)) {
      const list = [...known].join(', ');
      throw new CoreError('wrong-shape', `${label}: ${name} is not one of them. There are: ${list}`);
    }
  }
  const values = new Map<string, Float32Array>();
  for (const { name, shape } of weights) {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new CoreError('wrong-shape', `${label}: ${name} is missing`);
    if (formatShape(tensor.shape) !== formatShape(shape) || tensor.data.length !== sizeOf(shape)) {
      throw new CoreError(
        'wrong-shape',
        `${label}: ${name}: expected ${formatShape(shape)}, found ${formatShape(tensor.shape)} with ` +
          `${tensor.data.length} values`,
      );
    }
    values.set(name, tensor.data.slice());
  }
  return values;
}
