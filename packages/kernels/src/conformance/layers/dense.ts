import { sizeOf } from '../../graph.ts';
import { whole } from '../../graphBuilder.ts';
import type { Operation } from '../../operations.ts';
import { type Layer, when } from '../layer.ts';

export function dense(units: number, options: { readonly useBias?: boolean } = {}): Layer {
  const { useBias = true } = options;
  return {
    kind: 'dense',
    title: `dense ${units}${useBias ? '' : ' without bias'}`,
    lower({ name, input, inputShape, output }) {
      const kernel = `${name}/kernel`;
      const bias = useBias ? `${name}/bias` : null;
      const kernelShape = [sizeOf(inputShape), units];
      return {
        outputShape: [units],
        buffers: [
          whole('parameter', kernel, kernelShape),
          whole('output', `${kernel}_grad`, kernelShape),
          ...when(
            useBias,
            whole('parameter', `${name}/bias`, [units]),
            whole('output', `${name}/bias_grad`, [units]),
          ),
        ],
        forward: [{ kind: 'dense', input, kernel, bias, output }],
        backward: (outputGrad, inputGrad): readonly Operation[] => [
          { kind: 'denseKernelGrad', input, outputGrad, kernelGrad: `${kernel}_grad` },
          ...when<Operation>(useBias, { kind: 'biasGrad', outputGrad, biasGrad: `${name}/bias_grad` }),
          ...(inputGrad === null ? [] : [{ kind: 'denseInputGrad', outputGrad, kernel, inputGrad } as const]),
        ],
      };
    },
  };
}
