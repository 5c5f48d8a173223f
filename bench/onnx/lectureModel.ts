// The lecture's network as an ONNX file, from Convoy's weights. ONNX lays activations and kernels out channels-first.

import type { Tensor, Weights } from '@convoy/core';
import { encodeOnnx, type Initializer, type Node } from './onnx.ts';

/** The last feature maps: `[height, width, channels]`. */
const flattened = [3, 3, 64] as const;

/**
 * Takes `images`, `[batchSize, 1, 28, 28]`, and gives `probabilities`, `[batchSize, 10]`.
 * @param weights by Convoy's names: `conv2d_1/kernel`, `[3, 3, 1, 32]` …
 */
export function lectureModel(weights: Weights, batchSize: number): Uint8Array {
  const tensor = (name: string): Tensor => {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`weights of lecture-cnn: ${name} is missing`);
    return found;
  };
  const bias = (name: string): Initializer => ({ name, ...tensor(name) });
  return encodeOnnx({
    input: { name: 'images', shape: [batchSize, 1, 28, 28] },
    output: { name: 'probabilities', shape: [batchSize, 10] },
    initializers: [
      ...['conv2d_1', 'conv2d_2', 'conv2d_3'].flatMap((layer) => [
        convolutionKernel(`${layer}/kernel`, tensor(`${layer}/kernel`)),
        bias(`${layer}/bias`),
      ]),
      flattenedKernel('dense_1/kernel', tensor('dense_1/kernel')),
      bias('dense_1/bias'),
      bias('dense_2/kernel'),
      bias('dense_2/bias'),
    ],
    nodes: [
      ...convolution('conv2d_1', 'images'),
      pooling('conv2d_1/relu', 'pool_1'),
      ...convolution('conv2d_2', 'pool_1'),
      pooling('conv2d_2/relu', 'pool_2'),
      ...convolution('conv2d_3', 'pool_2'),
      { operator: 'Flatten', inputs: ['conv2d_3/relu'], output: 'flat', attributes: { axis: 1 } },
      gemm('dense_1', 'flat'),
      { operator: 'Relu', inputs: ['dense_1'], output: 'dense_1/relu' },
      gemm('dense_2', 'dense_1/relu'),
      { operator: 'Softmax', inputs: ['dense_2'], output: 'probabilities', attributes: { axis: 1 } },
    ],
  });
}

function convolution(layer: string, input: string): readonly Node[] {
  const inputs = [input, `${layer}/kernel`, `${layer}/bias`];
  return [
    { operator: 'Conv', inputs, output: layer, attributes: { kernel_shape: [3, 3] } },
    { operator: 'Relu', inputs: [layer], output: `${layer}/relu` },
  ];
}

function pooling(input: string, output: string): Node {
  return {
    operator: 'MaxPool',
    inputs: [input],
    output,
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
  };
}

function gemm(layer: string, input: string): Node {
  return { operator: 'Gemm', inputs: [input, `${layer}/kernel`, `${layer}/bias`], output: layer };
}

/** `[height, width, in, out]` → `[out, in, height, width]` */
function convolutionKernel(name: string, { shape, data }: Tensor): Initializer {
  const [height = 0, width = 0, channels = 0, filters = 0] = shape;
  const turned = new Float32Array(data.length);
  let to = 0;
  for (let f = 0; f < filters; f++)
    for (let c = 0; c < channels; c++)
      for (let tap = 0; tap < height * width; tap++)
        turned[to++] = data[(tap * channels + c) * filters + f] as number;
  return { name, shape: [filters, channels, height, width], data: turned };
}

/** Rows from the order of `[height, width, channels]` to that of `[channels, height, width]`. */
function flattenedKernel(name: string, { shape, data }: Tensor): Initializer {
  const [height, width, channels] = flattened;
  const units = shape[1] ?? 0;
  const turned = new Float32Array(data.length);
  for (let c = 0; c < channels; c++)
    for (let cell = 0; cell < height * width; cell++) {
      const row = cell * channels + c;
      turned.set(data.subarray(row * units, (row + 1) * units), (c * height * width + cell) * units);
    }
  return { name, shape, data: turned };
}
