// The airbench94 network (Jordan 2024, arXiv 2404.00498) of existing layers, at any width: 64 is the full one.
//
// The same network, parameter for parameter, as `peers/pytorch_airbench.py`: the whitening kernel is frozen while its bias
// is trained, and batch normalization has scales to train, which the preset `airbench` freezes at 1 as its paper does.

import {
  Activation,
  BatchNormalization,
  CategoricalCrossentropy,
  Conv2D,
  Dense,
  Flatten,
  type LayerSpec,
  MaxPooling2D,
  type SequentialConfig,
  SGD,
} from '@convoy/core';

export function airbench(width: number): SequentialConfig {
  return {
    name: `airbench94, width ${width}`,
    inputShape: [32, 32, 3],
    layers: [
      Conv2D({ filters: 24, kernelSize: 2, activation: 'gelu', trainable: 'bias' }),
      ...group(width),
      ...group(4 * width),
      ...group(4 * width),
      MaxPooling2D({ poolSize: 3 }),
      Flatten(),
      Dense({ units: 10, useBias: false, activation: 'softmax' }),
    ],
  };
}

function group(filters: number): readonly LayerSpec[] {
  const convolution = () => Conv2D({ filters, kernelSize: 3, padding: 'same', useBias: false });
  const normalize = () => [
    BatchNormalization({ epsilon: 1e-5, momentum: 0.9 }),
    Activation({ activation: 'gelu' }),
  ];
  return [convolution(), MaxPooling2D({ poolSize: 2 }), ...normalize(), convolution(), ...normalize()];
}

/** How `peers/pytorch_airbench.py` trains it. */
export const airbenchTraining = {
  optimizer: SGD({ learningRate: 0.1, momentum: 0.85, nesterov: true, weightDecay: 1e-3 }),
  loss: CategoricalCrossentropy({ labelSmoothing: 0.2 }),
} as const;
