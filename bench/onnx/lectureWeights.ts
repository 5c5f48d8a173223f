// Weights of the lecture's network for a peer that cannot make its own.

import { createGenerator, deriveSeed, preset, Sequential, type Weights } from '@convoy/core';

export const lectureShape = { imageShape: [28, 28, 1], classes: 10 } as const;

/** Convoy's own first weights, always the same ones. */
export async function firstWeights(): Promise<Weights> {
  const model = new Sequential(preset('lecture-cnn', lectureShape));
  model.initialize(createGenerator(deriveSeed(0, 'bench')));
  const weights = await model.getWeights();
  model.dispose();
  return weights;
}
