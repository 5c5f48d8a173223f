// Whether each layer sees what its definition says: a number of the output changes with the pixels of its field, and with no
// other. The compiler asks for one layer of each type of the list.

import { expect, it } from 'vitest';
import { analyzeLayers } from '../model/analysis.ts';
import { structureOf } from '../model/structure.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from '../training/sequential.ts';
import { Activation } from './activation.ts';
import { AveragePooling2D } from './averagePooling2d.ts';
import { BatchNormalization } from './batchNormalization.ts';
import { Conv2D } from './conv2d.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { Flatten } from './flatten.ts';
import { GlobalAveragePooling2D } from './globalAveragePooling2d.ts';
import { GlobalMaxPooling2D } from './globalMaxPooling2d.ts';
import { L2Pooling2D } from './l2Pooling2d.ts';
import type { BuiltInLayerSpec, LayerSpec } from './list.ts';
import { MaxPooling2D } from './maxPooling2d.ts';
import { Rescaling } from './rescaling.ts';

const networks = {
  Conv2D: [Conv2D({ filters: 2, kernelSize: [3, 2], strides: [2, 1] })],
  MaxPooling2D: [MaxPooling2D({ poolSize: [2, 3], strides: 1 })],
  AveragePooling2D: [AveragePooling2D({ poolSize: 3, strides: 2 })],
  L2Pooling2D: [L2Pooling2D({ poolSize: 2 })],
  GlobalMaxPooling2D: [GlobalMaxPooling2D()],
  GlobalAveragePooling2D: [GlobalAveragePooling2D()],
  Flatten: [Flatten()],
  Dense: [Flatten(), Dense({ units: 3 })],
  Dropout: [Dropout({ rate: 0.5 })],
  Activation: [Activation({ activation: 'tanh' })],
  BatchNormalization: [BatchNormalization()],
  Rescaling: [Rescaling({ scale: 3 })],
} satisfies Record<BuiltInLayerSpec['type'], readonly LayerSpec[]>;

const size = 6;

it.each(Object.entries(networks))('%s sees what its definition says', async (_, layers) => {
  const model = new Sequential({ inputShape: [size, size, 1], layers });
  model.initialize(createGenerator(deriveSeed(5)));
  model.compile({ loss: null, backend: 'reference' });
  // A number of the output at a time is watched, while one pixel after the other becomes the largest.
  const blank = Float32Array.from({ length: size * size }, (__, i) => 0.1 + (i % 7) / 100);
  const before = await model.predict(blank);
  const changed: boolean[] = [];
  for (let pixel = 0; pixel < blank.length; pixel++) {
    const image = blank.slice();
    image[pixel] = 5;
    changed.push((await model.predict(image))[0] !== before[0]);
  }
  const field = analyzeLayers(structureOf(model.config)).at(-1)?.receptiveField;
  const [height, width] = field ?? [size, size];
  const expected = changed.map((__, i) => Math.floor(i / size) < height && i % size < width);
  expect(changed).toEqual(expected);
});
