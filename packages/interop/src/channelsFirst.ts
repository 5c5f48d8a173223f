// ONNX and PyTorch lay images out as [batch, channels, height, width] and kernels as [out, in, height, width]; Convoy and
// Keras have channels last. Here weights go from one to the other, without a change to any number.
//
// After a Flatten the numbers of an image are in another order, too. The Dense that follows is given its rows in that
// order, as PyTorch and everyone who exports from it do, so that no image is ever turned around.

import type { ImageShape, ModelLayer, ModelStructure, Tensor, Weights } from '@convoy/core';
import { InteropError } from './errors.ts';

/** A layer, and in which order its input lies. */
export interface Place {
  readonly layer: ModelLayer;
  /** The image that was flattened channels first and has not met a Dense yet; else null. */
  readonly flattened: ImageShape | null;
  /** Of a Flatten that no Dense follows: its output must lie channels last. */
  readonly restoresOrder: boolean;
}

/** Every layer of a network that computes with channels first. */
export function placesOf({ layers }: ModelStructure): readonly Place[] {
  let flattened: ImageShape | null = null;
  return layers.map((layer, at) => {
    const { spec, inputShape } = layer;
    const place = { layer, flattened, restoresOrder: false };
    if (spec.type === 'Dense') flattened = null;
    if (spec.type !== 'Flatten' || inputShape.length !== 3) return place;
    const [height = 1, width = 1, channels = 1] = inputShape;
    if (!layers.slice(at).some((later) => later.spec.type === 'Dense'))
      return { ...place, restoresOrder: true };
    flattened = [height, width, channels];
    return place;
  });
}

/** What PyTorch calls the tensors that a layer of Convoy has. */
const names: Readonly<Record<string, string>> = {
  kernel: 'weight',
  bias: 'bias',
  gamma: 'weight',
  beta: 'bias',
  movingMean: 'running_mean',
  movingVariance: 'running_var',
};

/** A layer's tensors by PyTorch's names, in PyTorch's layouts. */
export function toChannelsFirst({ layer, flattened }: Place, weights: Weights): Map<string, Tensor> {
  const result = new Map<string, Tensor>();
  for (const { name, shape } of layer.weights) {
    const tensor = weights.get(name);
    if (tensor === undefined) throw new InteropError('wrong-shape', `weights: ${name} is missing`);
    const own = name.slice(layer.name.length + 1);
    result.set(names[own] ?? own, {
      shape: foreignShape(shape),
      data: turn(tensor.data, layoutOf(shape, layer, flattened)),
    });
  }
  return result;
}

/**
 * The inverse: a layer's tensors by Convoy's names, from those by PyTorch's.
 * @param find gives a tensor by PyTorch's name, or undefined
 * @throws {InteropError} `wrong-shape`, naming the tensor that is missing or has another shape
 */
export function fromChannelsFirst(
  { layer, flattened }: Place,
  find: (name: string) => Tensor | undefined,
): Map<string, Tensor> {
  const result = new Map<string, Tensor>();
  for (const { name, shape } of layer.weights) {
    const own = name.slice(layer.name.length + 1);
    const foreign = names[own] ?? own;
    const tensor = find(foreign);
    const expected = foreignShape(shape);
    if (tensor === undefined || String(tensor.shape) !== String(expected)) {
      const found = tensor === undefined ? 'nothing' : `[${tensor.shape.join(', ')}]`;
      throw new InteropError(
        'wrong-shape',
        `${layer.label}: ${foreign}: expected a tensor of shape [${expected.join(', ')}], got ${found}`,
      );
    }
    result.set(name, { shape, data: turnBack(tensor.data, layoutOf(shape, layer, flattened)) });
  }
  return result;
}

type Layout = readonly [height: number, width: number, channels: number, out: number];

/** Every tensor as `[height, width, channels, out]`: a dense kernel and a vector are maps of one pixel, or flattened ones. */
function layoutOf(shape: readonly number[], { spec }: ModelLayer, flattened: ImageShape | null): Layout {
  const [first = 1, second = 1, third = 1, fourth = 1] = shape;
  if (shape.length === 4) return [first, second, third, fourth];
  const out = shape.length === 2 ? second : 1;
  // The bias of a Dense has one value per unit, not per pixel.
  const isOfInput = shape.length === 2 || spec.type !== 'Dense';
  return flattened !== null && isOfInput ? [...flattened, out] : [1, 1, first, out];
}

function foreignShape(shape: readonly number[]): readonly number[] {
  const [first = 1, second = 1, third = 1, fourth = 1] = shape;
  if (shape.length === 4) return [fourth, third, first, second];
  return shape.length === 2 ? [second, first] : shape;
}

/** `[height, width, channels, out]` → `[out, channels, height, width]` */
function turn(data: Float32Array, [height, width, channels, out]: Layout): Float32Array {
  const turned = new Float32Array(data.length);
  const cells = height * width;
  let to = 0;
  for (let f = 0; f < out; f++)
    for (let c = 0; c < channels; c++)
      for (let cell = 0; cell < cells; cell++) turned[to++] = data[(cell * channels + c) * out + f] as number;
  return turned;
}

/** `[out, channels, height, width]` → `[height, width, channels, out]` */
function turnBack(data: Float32Array, [height, width, channels, out]: Layout): Float32Array {
  const turned = new Float32Array(data.length);
  const cells = height * width;
  let from = 0;
  for (let f = 0; f < out; f++)
    for (let c = 0; c < channels; c++)
      for (let cell = 0; cell < cells; cell++)
        turned[(cell * channels + c) * out + f] = data[from++] as number;
  return turned;
}
