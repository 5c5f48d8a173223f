import { Activation } from '../layers/activation.ts';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import type { LayerSpec } from '../layers/list.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Rescaling } from '../layers/rescaling.ts';
import type { SequentialConfig } from '../model/config.ts';
import type { PresetOptions } from './preset.ts';

/** Of the pixels of CIFAR-10's training images, as byte / 255. */
const cifar10 = { mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.247, 0.2435, 0.2616] };

/** What `airbench` is told. */
export interface AirbenchOptions extends PresetOptions {
  /** Feature maps of the first group; the other two have four times as many. @default 64 */
  readonly width?: number;
}

/**
 * The network of airbench94 (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", arXiv 2404.00498): a frozen
 * whitening convolution, three groups that pool directly after their first convolution, a head scaled by 1/9. 1,971,640
 * parameters at width 64, 497,528 at width 32.
 */
export function airbench({
  imageShape,
  classes,
  width = 64,
  normalization,
}: AirbenchOptions): SequentialConfig {
  const channels = imageShape[2];
  const pixels = normalization ?? (channels === 3 ? cifar10 : undefined);
  return {
    name: `airbench-${width}`,
    inputShape: imageShape,
    ...(pixels && { normalization: pixels }),
    layers: [
      Conv2D({
        // As many as a patch of 2×2 has values, and their negatives.
        filters: 8 * channels,
        kernelSize: 2,
        activation: 'gelu',
        kernelInitializer: 'whitening',
        trainable: 'bias',
      }),
      ...group(width),
      ...group(4 * width),
      ...group(4 * width),
      MaxPooling2D({ poolSize: 3 }),
      Flatten(),
      Dense({ units: classes, useBias: false, kernelInitializer: 'torchUniform' }),
      Rescaling({ scale: 1 / 9 }),
      Activation({ activation: 'softmax' }),
    ],
  };
}

function group(filters: number): readonly LayerSpec[] {
  const convolution = () =>
    Conv2D({ filters, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer: 'dirac' });
  const normalize = () => [
    BatchNormalization({ momentum: 0.6, epsilon: 1e-12, scale: false, unbiasedMovingVariance: true }),
    Activation({ activation: 'gelu' }),
  ];
  return [convolution(), MaxPooling2D({ poolSize: 2 }), ...normalize(), convolution(), ...normalize()];
}
