// Conv2D: filters slide over the image; each position's patch is weighed by the same kernel and summed (the lecture's
// "Convolutional Layer" and "Shared Weights").

import type { Padding } from '@convoy/kernels';
import { sizeOf, windowExtent } from '@convoy/kernels/internal';
import { lowerBiasGradient } from './bias.ts';
import { type InitializerName, initializerNames } from './initializers.ts';
import type { LayerDefinition, LayerSpecBase, WeightSpec } from './layer.ts';
import { type Pair, readOptions } from './options.ts';
import {
  type ActivationName,
  declarePreactivation,
  lowerActivation,
  readActivation,
} from './ownActivations.ts';
import { labelOf, named, requireImages, requireWindowFits } from './validation.ts';

/** `Conv2D` as plain data, every option explicit. */
export interface Conv2DSpec extends LayerSpecBase {
  readonly type: 'Conv2D';
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer: InitializerName;
  readonly biasInitializer: InitializerName;
  readonly trainable: boolean | 'bias';
}

/** What `Conv2D` is told. */
export interface Conv2DOptions {
  /** Feature maps that come out: the output's depth. */
  readonly filters: number;
  /** `[height, width]`, or one number for both. */
  readonly kernelSize: number | Pair;
  /** How far the window moves. @default 1 */
  readonly strides?: number | Pair;
  /** `same` pads with zeros so that, at stride 1, the output is as large as the input. @default 'valid' */
  readonly padding?: Padding;
  /** @default 'linear' */
  readonly activation?: ActivationName;
  /** @default true */
  readonly useBias?: boolean;
  /** @default 'glorotUniform' */
  readonly kernelInitializer?: InitializerName;
  /** @default 'zeros' */
  readonly biasInitializer?: InitializerName;
  /** False freezes kernel and bias; `bias` freezes the kernel only. @default true */
  readonly trainable?: boolean | 'bias';
  readonly name?: string;
}

const optionNames = [
  'name',
  'filters',
  'kernelSize',
  'strides',
  'padding',
  'activation',
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'trainable',
] as const satisfies readonly (keyof Conv2DOptions)[];

/**
 * A convolution over `[batch, height, width, channels]`, giving `[batch, height', width', filters]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Conv2D({ filters: 32, kernelSize: 3, activation: 'relu' });
 */
export function Conv2D(options: Conv2DOptions): Conv2DSpec {
  return conv2d.create(options, labelOf('Conv2D', options));
}

export const conv2d: LayerDefinition<Conv2DSpec> = {
  type: 'Conv2D',
  defaultName: 'conv2d',

  create(options, label) {
    const read = readOptions(label, options, optionNames);
    return {
      type: 'Conv2D',
      ...named(read),
      filters: read.positiveInteger('filters'),
      kernelSize: read.pair('kernelSize'),
      strides: read.pair('strides', [1, 1]),
      padding: read.oneOf('padding', ['valid', 'same'], 'valid'),
      activation: readActivation(read, 'linear'),
      useBias: read.boolean('useBias', true),
      kernelInitializer: read.oneOf('kernelInitializer', initializerNames, 'glorotUniform'),
      biasInitializer: read.oneOf('biasInitializer', initializerNames, 'zeros'),
      trainable: read.value('trainable') === 'bias' ? 'bias' : read.boolean('trainable', true),
    };
  },

  outputShape({ filters, kernelSize, strides, padding }, inputShape, label) {
    const [height, width] = requireImages(inputShape, label);
    requireWindowFits('kernelSize', kernelSize, padding, inputShape, label);
    return [
      windowExtent(height, kernelSize[0], strides[0], padding).output,
      windowExtent(width, kernelSize[1], strides[1], padding).output,
      filters,
    ];
  },

  weights({ filters, kernelSize, useBias, kernelInitializer, biasInitializer, trainable }, inputShape) {
    const channels = inputShape.at(-1) ?? 1;
    const shape = [...kernelSize, channels, filters];
    const kernel = {
      name: 'kernel',
      shape,
      initializer: kernelInitializer,
      role: 'parameter',
      trainable: trainable === true,
    } as const;
    const bias: WeightSpec = {
      ...kernel,
      name: 'bias',
      shape: [filters],
      initializer: biasInitializer,
      trainable: trainable !== false,
    };
    return useBias ? [kernel, bias] : [kernel];
  },

  reach: ({ kernelSize, strides }) => ({ size: kernelSize, strides }),

  multiplyAdds: ({ kernelSize }, inputShape, outputShape) =>
    sizeOf(outputShape) * sizeOf(kernelSize) * (inputShape.at(-1) ?? 1),

  lower({ activation, useBias, strides, padding, trainable }, at) {
    const { graph, name, input } = at;
    const kernel = `${name}/kernel`;
    const bias = useBias ? `${name}/bias` : null;
    const preactivation = declarePreactivation(activation, at);
    graph.emit({ kind: 'conv2d', strides, padding, input, kernel, bias, output: preactivation });
    const activated = lowerActivation(activation, at, preactivation);
    return {
      output: activated.output,
      backward(inputGradWanted) {
        activated.backward(true);
        const outputGrad = graph.gradientOf(preactivation);
        if (trainable === true) {
          const kernelGrad = graph.gradientOf(kernel);
          graph.emit({ kind: 'conv2dKernelGrad', strides, padding, input, outputGrad, kernelGrad });
        }
        if (trainable !== false) lowerBiasGradient(graph, bias, outputGrad);
        if (inputGradWanted) {
          const inputGrad = graph.gradientOf(input);
          graph.emit({ kind: 'conv2dInputGrad', strides, padding, outputGrad, kernel, inputGrad });
        }
      },
    };
  },
};
