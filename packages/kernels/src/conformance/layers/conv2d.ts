import { windowExtent } from '../../geometry.ts';
import { whole } from '../../graphBuilder.ts';
import type { Operation, Padding, Pair } from '../../operations.ts';
import { type Layer, when } from '../layer.ts';

export interface ConvolutionOptions {
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides?: Pair;
  readonly padding?: Padding;
  readonly useBias?: boolean;
}

export function conv2d(options: ConvolutionOptions): Layer {
  const { filters, kernelSize, strides = [1, 1], padding = 'valid', useBias = true } = options;
  return {
    kind: 'conv2d',
    title: `conv2d ${kernelSize.join('x')}→${filters} stride ${strides.join('x')} ${padding}${useBias ? '' : ' without bias'}`,
    lower({ name, input, inputShape, output }) {
      const [height = 0, width = 0, channels = 0] = inputShape;
      const kernel = `${name}/kernel`;
      const bias = useBias ? `${name}/bias` : null;
      const kernelShape = [...kernelSize, channels, filters];
      const window = { strides, padding };
      return {
        outputShape: [
          windowExtent(height, kernelSize[0], strides[0], padding).output,
          windowExtent(width, kernelSize[1], strides[1], padding).output,
          filters,
        ],
        buffers: [
          whole('parameter', kernel, kernelShape),
          whole('output', `${kernel}_grad`, kernelShape),
          ...when(
            useBias,
            whole('parameter', `${name}/bias`, [filters]),
            whole('output', `${name}/bias_grad`, [filters]),
          ),
        ],
        forward: [{ kind: 'conv2d', ...window, input, kernel, bias, output }],
        backward: (outputGrad, inputGrad): readonly Operation[] => [
          { kind: 'conv2dKernelGrad', ...window, input, outputGrad, kernelGrad: `${kernel}_grad` },
          ...when<Operation>(useBias, { kind: 'biasGrad', outputGrad, biasGrad: `${name}/bias_grad` }),
          ...(inputGrad === null
            ? []
            : [{ kind: 'conv2dInputGrad', ...window, outputGrad, kernel, inputGrad } as const]),
        ],
      };
    },
  };
}
