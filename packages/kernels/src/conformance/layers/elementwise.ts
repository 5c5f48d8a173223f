// Layers without parameters that keep their input's shape.

import { dropoutKey } from '../../graphBuilder.ts';
import type { ActivationFunction } from '../../operations.ts';
import type { Layer } from '../layer.ts';

export function activation(name: ActivationFunction, options?: Readonly<Record<string, number>>): Layer {
  const applied = { function: name, ...(options && { options }) };
  return {
    kind: 'activation',
    title: options ? `${name} ${JSON.stringify(options)}` : name,
    lower: ({ input, inputShape, output }) => ({
      outputShape: inputShape,
      buffers: [],
      forward: [{ kind: 'activation', ...applied, input, output }],
      backward: (outputGrad, inputGrad) =>
        inputGrad === null
          ? []
          : [{ kind: 'activationGrad', ...applied, input, output, outputGrad, inputGrad }],
    }),
  };
}

export function softmax(): Layer {
  return {
    kind: 'softmax',
    title: 'softmax',
    lower: ({ input, inputShape, output }) => ({
      outputShape: inputShape,
      buffers: [],
      forward: [{ kind: 'softmax', input, output }],
      backward: (outputGrad, inputGrad) =>
        inputGrad === null ? [] : [{ kind: 'softmaxGrad', output, outputGrad, inputGrad }],
    }),
  };
}

export function dropout(rate: number): Layer {
  return {
    kind: 'dropout',
    title: `dropout ${rate}`,
    lower: ({ name, input, inputShape, output }) => ({
      outputShape: inputShape,
      buffers: [dropoutKey(`${name}/key`)],
      forward: [{ kind: 'dropout', rate, key: `${name}/key`, input, output }],
      inference: [{ kind: 'scale', factor: 1, input, output }],
      backward: (outputGrad, inputGrad) =>
        inputGrad === null ? [] : [{ kind: 'dropoutGrad', rate, key: `${name}/key`, outputGrad, inputGrad }],
    }),
  };
}

export function scale(factor: number): Layer {
  return {
    kind: 'scale',
    title: `scale ${factor}`,
    lower: ({ input, inputShape, output }) => ({
      outputShape: inputShape,
      buffers: [],
      forward: [{ kind: 'scale', factor, input, output }],
      backward: (outputGrad, inputGrad) =>
        inputGrad === null ? [] : [{ kind: 'scale', factor, input: outputGrad, output: inputGrad }],
    }),
  };
}
