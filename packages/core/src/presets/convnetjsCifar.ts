import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import type { LayerSpec } from '../layers/list.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import type { Preset } from './preset.ts';

/** ConvNetJS draws its first weights from a normal distribution of variance 1 / fan in. */
const kernelInitializer = 'lecunNormal';

/**
 * The network of ConvNetJS's CIFAR-10 demo (Karpathy 2014), the lecture's case study: three layers of 5×5 kernels, each
 * pooled by 2, and a softmax. 22,466 parameters on CIFAR-10; its author reports about 80% there, with Adadelta, batches
 * of 4, shifts of up to 2 pixels and mirroring. Pixels are byte / 255 − 0.5, as in the demo.
 */
export const convnetjsCifar: Preset = ({ imageShape, classes, normalization }) => ({
  name: 'convnetjs-cifar',
  inputShape: imageShape,
  normalization: normalization ?? {
    mean: Array(imageShape[2]).fill(0.5),
    standardDeviation: Array(imageShape[2]).fill(1),
  },
  layers: [
    ...pooledConvolution(16),
    ...pooledConvolution(20),
    ...pooledConvolution(20),
    Flatten(),
    Dense({ units: classes, activation: 'softmax', kernelInitializer }),
  ],
});

function pooledConvolution(filters: number): readonly LayerSpec[] {
  return [
    Conv2D({ filters, kernelSize: 5, padding: 'same', activation: 'relu', kernelInitializer }),
    MaxPooling2D({ poolSize: 2 }),
  ];
}
