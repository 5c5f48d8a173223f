import { windowExtent } from '../../geometry.ts';
import type { Padding, Pair } from '../../operations.ts';
import type { Layer } from '../layer.ts';

export type PoolingKind = 'maxPool2d' | 'averagePool2d' | 'l2Pool2d';

export interface PoolingOptions {
  /** @default poolSize */
  readonly strides?: Pair;
  readonly padding?: Padding;
}

export function pool2d(kind: PoolingKind, poolSize: Pair, options: PoolingOptions = {}): Layer {
  const { strides = poolSize, padding = 'valid' } = options;
  return {
    kind,
    title: `${kind} ${poolSize.join('x')} stride ${strides.join('x')} ${padding}`,
    lower({ input, inputShape, output }) {
      const [height = 0, width = 0, channels = 0] = inputShape;
      const window = { poolSize, strides, padding };
      return {
        outputShape: [
          windowExtent(height, poolSize[0], strides[0], padding).output,
          windowExtent(width, poolSize[1], strides[1], padding).output,
          channels,
        ],
        buffers: [],
        forward: [{ kind, ...window, input, output }],
        backward: (outputGrad, inputGrad) =>
          inputGrad === null
            ? []
            : [{ kind: `${kind}Grad`, ...window, input, output, outputGrad, inputGrad }],
      };
    },
  };
}
