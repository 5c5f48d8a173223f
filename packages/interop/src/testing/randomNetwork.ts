// Networks for tests: any layers in any order that fits, with every option that changes what they compute.

import {
  Activation,
  AveragePooling2D,
  activationNames,
  BatchNormalization,
  type BuiltInLayerSpec,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  type Generator,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  type ImageShape,
  L2Pooling2D,
  type LayerSpec,
  MaxPooling2D,
  type Pair,
  Rescaling,
  type SequentialConfig,
} from '@convoy/core';

/** Leaves out layers of these types. */
export interface RandomNetworkOptions {
  readonly without?: readonly BuiltInLayerSpec['type'][];
}

export function randomNetwork(
  random: Generator,
  { without = [] }: RandomNetworkOptions = {},
): SequentialConfig {
  const channels = 1 + random.integer(3);
  const inputShape: ImageShape = [8 + random.integer(7), 8 + random.integer(7), channels];
  const layers: LayerSpec[] = [];
  for (let blocks = 1 + random.integer(3); blocks > 0; blocks--) layers.push(...randomBlock(random));
  layers.push(...pick(random, heads)(random));
  layers.push(Dense({ units: 5, activation: 'softmax', useBias: random.integer(2) === 0 }));
  return {
    name: 'random',
    inputShape,
    normalization: {
      mean: Array.from({ length: channels }, () => random.uniform() / 2),
      standardDeviation: Array.from({ length: channels }, () => 0.3 + random.uniform()),
    },
    layers: layers.filter(({ type }) => !without.includes(type)),
  };
}

const heads: readonly ((random: Generator) => readonly LayerSpec[])[] = [
  () => [Flatten()],
  () => [GlobalAveragePooling2D()],
  () => [GlobalMaxPooling2D()],
  () => [Flatten(), BatchNormalization(), Dropout({ rate: 0.5 })],
  (random) => [Flatten(), Dense({ units: 6, activation: activationOf(random) }), BatchNormalization()],
];

function randomBlock(random: Generator): readonly LayerSpec[] {
  const padding = () => pick(random, ['same', 'valid'] as const);
  const pair = (most: number): Pair => [1 + random.integer(most), 1 + random.integer(most)];
  const window = () => ({ poolSize: pair(3), strides: pair(2), padding: 'same' as const });
  return [
    Conv2D({
      filters: 1 + random.integer(6),
      kernelSize: pair(3),
      strides: random.integer(3) === 0 ? pair(2) : 1,
      padding: random.integer(4) === 0 ? 'valid' : 'same',
      activation: activationOf(random),
      useBias: random.integer(2) === 0,
    }),
    pick(random, [
      () => MaxPooling2D(window()),
      () => AveragePooling2D(window()),
      () => L2Pooling2D(window()),
      () => MaxPooling2D({ poolSize: 1, strides: 1, padding: padding() }),
      () => Rescaling({ scale: 0.7 }),
      () => Dropout({ rate: 0.2 }),
      () => Activation({ activation: activationOf(random) }),
      () => Activation({ activation: 'elu', alpha: 0.3 + random.uniform() }),
      () => Activation({ activation: 'leakyRelu', negativeSlope: random.uniform() / 2 }),
      () => BatchNormalization({ scale: random.integer(2) === 0, center: random.integer(2) === 0 }),
    ])(),
  ];
}

function activationOf(random: Generator) {
  return pick(random, activationNames);
}

function pick<Item>(random: Generator, items: readonly Item[]): Item {
  return items[random.integer(items.length)] as Item;
}
