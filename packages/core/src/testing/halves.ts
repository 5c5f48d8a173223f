// What tests of training share: a task that any network can learn, on 4×4 images, and how to look at what became of it.

import { expect } from 'vitest';
import type { Rows } from '../data/rows.ts';
import type { CoreError } from '../errors.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import type { LayerSpec } from '../layers/list.ts';
import type { CompileOptions } from '../model/compileOptions.ts';
import { SGD } from '../optimizers/sgd.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from '../training/sequential.ts';

export const softmax = Dense({ units: 2, activation: 'softmax' });

/** A model on the reference backend, with weights that are the same each time. */
export function compiled(
  options: CompileOptions = {},
  layers: readonly LayerSpec[] = [Flatten(), softmax],
): Sequential {
  const model = new Sequential({ inputShape: [4, 4, 1], layers });
  model.initialize(createGenerator(deriveSeed(3)));
  model.compile({ backend: 'reference', optimizer: SGD({ learningRate: 0.5 }), ...options });
  return model;
}

/** Noise with a bright upper (class 0) or lower half (class 1). */
export function halves(count: number): Rows {
  const generator = createGenerator(deriveSeed(9));
  const labels = Uint8Array.from({ length: count }, () => generator.integer(2));
  const images = Uint8Array.from({ length: count * 16 }, (_, i) => {
    const isBright = (i % 16 < 8 ? 0 : 1) === labels[Math.floor(i / 16)];
    return generator.integer(100) + (isBright ? 100 : 0);
  });
  return { images, labels };
}

/** Rows `from` up to, not including, `to`. */
export function part({ images, labels }: Rows, from: number, to: number): Rows {
  return { images: images.slice(from * 16, to * 16), labels: labels.slice(from, to) };
}

/** All weights in a row. */
export async function weightsOf(model: Sequential): Promise<readonly number[]> {
  return [...(await model.getWeights()).values()].flatMap(({ data }) => [...data]);
}

/** The error that a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<CoreError> {
  return promise.then(
    () => expect.fail('expected an error'),
    (error) => error,
  );
}
