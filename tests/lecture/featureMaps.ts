// What the lecture's tests share: feature maps of a stack of layers.

import { type ImageShape, type LayerSpec, Sequential, type Weights } from '@convoy/core';

export const backends = ['reference', 'wasm'] as const;
export type BackendName = (typeof backends)[number];

/** A model that only predicts. */
export function network(
  backend: BackendName,
  inputShape: ImageShape,
  ...layers: readonly LayerSpec[]
): Sequential {
  const model = new Sequential({ inputShape, layers });
  model.compile({ backend, loss: null });
  return model;
}

/** The one feature map that layers with given weights make of an image, as rows. −0 is 0 here. */
export async function featureMap(
  model: Sequential,
  weights: Weights,
  image: readonly (readonly number[])[],
): Promise<number[][]> {
  await model.setWeights(weights);
  const values = await model.predict(Float32Array.from(image.flat()));
  const [, width = 1] = model.outputShape;
  model.dispose();
  return Array.from({ length: values.length / width }, (_, y) =>
    Array.from(values.subarray(y * width, (y + 1) * width), (value) => value + 0),
  );
}

/** The share of values that are exactly 0. */
export function shareOfZeros(values: Float32Array): number {
  return values.filter((value) => value === 0).length / values.length;
}
