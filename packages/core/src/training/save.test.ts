import { describe, expect, it } from 'vitest';
import { encodeContainer } from '../format/encode.ts';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { decodeModel, encodeModel } from './save.ts';
import { Sequential } from './sequential.ts';

const images = Uint8Array.from({ length: 4 * 12 }, (_, i) => (i * 37) % 256);

function network(): Sequential {
  const model = new Sequential({
    name: 'small',
    inputShape: [2, 2, 3],
    normalization: { mean: [0.1, 0.2, 0.3], standardDeviation: [1, 2, 3] },
    layers: [BatchNormalization(), Flatten(), Dense({ units: 4, activation: 'softmax' })],
  });
  model.initialize(createGenerator(deriveSeed(1)));
  return model;
}

describe('a saved model', () => {
  it('predicts what it predicted before, moving statistics included', async () => {
    const model = network();
    model.compile({ backend: 'wasm' });
    await model.fit({ images, labels: [0, 1, 2, 3] }, { epochs: 3 });
    const read = await decodeModel(await encodeModel(model));
    expect(read.config).toEqual(model.config);
    expect(await read.getWeights()).toEqual(await model.getWeights());
    expect(await read.predict(images)).toEqual(await model.predict(images));
  });

  it('has the same bytes for the same configuration and weights', async () => {
    expect(await encodeModel(network())).toEqual(await encodeModel(network()));
  });

  it('is refused where its content is no model', async () => {
    const weights = await network().getWeights();
    const file = (header: object, tensors = weights) =>
      encodeContainer({ kind: 'model', version: 1, header, tensors });
    const { config } = network();
    await expect(decodeModel(file({}))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: corrupt file: it holds no configuration of a model]`,
    );
    await expect(
      decodeModel(file({ config: { ...config, layers: [] } })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model small: expected a list of layers, found none]`,
    );
    await expect(decodeModel(file({ config }, new Map()))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: weights of model small: batch_normalization_1/gamma is missing]`,
    );
    const newer = encodeContainer({ kind: 'model', version: 2, header: { config }, tensors: weights });
    await expect(decodeModel(newer)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: newer file: model version 2, this version of Convoy reads up to 1. Update Convoy]`,
    );
  });

  it('needs weights', async () => {
    const empty = new Sequential({ inputShape: [2, 2, 3], layers: [Flatten()] });
    await expect(encodeModel(empty)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model sequential has no weights yet: call fit, initialize or setWeights first]`,
    );
  });
});
