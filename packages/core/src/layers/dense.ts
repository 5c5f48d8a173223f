// Dense: every output is a weighted sum of every input (the lecture's "Fully Connected Layer").

import { sizeOf } from '@convoy/kernels/internal';
import { lowerBiasGradient } from './bias.ts';
import { type InitializerName, initializerNames } from './initializers.ts';
import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import {
  type ActivationName,
  declarePreactivation,
  lowerActivation,
  readActivation,
} from './ownActivations.ts';
import { labelOf, named, wrongInput } from './validation.ts';

/** `Dense` as plain data, every option explicit. */
export interface DenseSpec extends LayerSpecBase {
  readonly type: 'Dense';
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer: InitializerName;
  readonly biasInitializer: InitializerName;
  readonly trainable: boolean;
}

/** What `Dense` is told. */
export interface DenseOptions {
  /** How many numbers come out. */
  readonly units: number;
  /** @default 'linear' */
  readonly activation?: ActivationName;
  /** @default true */
  readonly useBias?: boolean;
  /** @default 'glorotUniform' */
  readonly kernelInitializer?: InitializerName;
  /** @default 'zeros' */
  readonly biasInitializer?: InitializerName;
  /** False freezes kernel and bias. @default true */
  readonly trainable?: boolean;
  readonly name?: string;
}

const optionNames = [
  'name',
  'units',
  'activation',
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'trainable',
] as const satisfies readonly (keyof DenseOptions)[];

/**
 * A densely connected layer over `[batch, features]`, giving `[batch, units]`. Keras would apply it to the last axis of
 * an image without a word; here an image is an error that asks for `Flatten()`, which is what is nearly always meant.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Dense({ units: 10, activation: 'softmax' });
 */
export function Dense(options: DenseOptions): DenseSpec {
  return dense.create(options, labelOf('Dense', options));
}

export const dense: LayerDefinition<DenseSpec> = {
  type: 'Dense',
  defaultName: 'dense',

  create(options, label) {
    const read = readOptions(label, options, optionNames);
    return {
      type: 'Dense',
      ...named(read),
      units: read.positiveInteger('units'),
      activation: readActivation(read, 'linear'),
      useBias: read.boolean('useBias', true),
      kernelInitializer: read.oneOf('kernelInitializer', initializerNames, 'glorotUniform'),
      biasInitializer: read.oneOf('biasInitializer', initializerNames, 'zeros'),
      trainable: read.boolean('trainable', true),
    };
  },

  outputShape({ units }, inputShape, label) {
    if (inputShape.length !== 1) {
      throw wrongInput(label, 'a vector [features]', inputShape, 'Put Flatten() before it');
    }
    return [units];
  },

  weights({ units, useBias, kernelInitializer, biasInitializer, trainable }, [features = 1]) {
    const shape = [features, units];
    const kernel = {
      name: 'kernel',
      shape,
      initializer: kernelInitializer,
      role: 'parameter',
      trainable,
    } as const;
    const bias = { ...kernel, name: 'bias', shape: [units], initializer: biasInitializer };
    return useBias ? [kernel, bias] : [kernel];
  },

  reach: () => 'everything',
  multiplyAdds: ({ units }, inputShape) => units * sizeOf(inputShape),

  lower({ activation, useBias, trainable }, at) {
    const { graph, name, input } = at;
    const kernel = `${name}/kernel`;
    const bias = useBias ? `${name}/bias` : null;
    const preactivation = declarePreactivation(activation, at);
    graph.emit({ kind: 'dense', input, kernel, bias, output: preactivation });
    const activated = lowerActivation(activation, at, preactivation);
    return {
      output: activated.output,
      backward(inputGradWanted) {
        activated.backward(true);
        const outputGrad = graph.gradientOf(preactivation);
        if (trainable) {
          graph.emit({ kind: 'denseKernelGrad', input, outputGrad, kernelGrad: graph.gradientOf(kernel) });
          lowerBiasGradient(graph, bias, outputGrad);
        }
        if (inputGradWanted) {
          graph.emit({ kind: 'denseInputGrad', outputGrad, kernel, inputGrad: graph.gradientOf(input) });
        }
      },
    };
  },
};
