import { selectBackend } from '@convoy/kernels';
import { describe, expect, it } from 'vitest';
import type { Rows } from '../data/rows.ts';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { CategoricalCrossentropy } from '../model/losses/categoricalCrossentropy.ts';
import { Adam } from '../optimizers/adam.ts';
import { SGD } from '../optimizers/sgd.ts';
import { preset } from '../presets/list.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from './sequential.ts';

const seed = deriveSeed(4);
const softmax = Dense({ units: 3, activation: 'softmax' });

function network(): Sequential {
  const model = new Sequential({
    inputShape: [5, 5, 2],
    layers: [
      Conv2D({ filters: 3, kernelSize: 3, activation: 'relu' }),
      BatchNormalization(),
      Flatten(),
      softmax,
    ],
  });
  model.initialize(createGenerator(seed));
  return model;
}

function noise(count: number): Rows {
  const generator = createGenerator(deriveSeed(8));
  return {
    images: Uint8Array.from({ length: count * 50 }, () => generator.integer(256)),
    labels: Uint8Array.from({ length: count }, () => generator.integer(3)),
  };
}

describe('Sequential', () => {
  it("prints the lecture's table", () => {
    const model = new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
    expect(model.summary()).toMatchInlineSnapshot(`
      "Model: "lecture-cnn"
      _____________________________________________________________
      Layer (type)                     Output Shape         Param #
      =============================================================
      conv2d_1 (Conv2D)                (None, 26, 26, 32)       320
      max_pooling2d_1 (MaxPooling2D)   (None, 13, 13, 32)         0
      conv2d_2 (Conv2D)                (None, 11, 11, 64)    18,496
      max_pooling2d_2 (MaxPooling2D)   (None, 5, 5, 64)           0
      conv2d_3 (Conv2D)                (None, 3, 3, 64)      36,928
      flatten_1 (Flatten)              (None, 576)                0
      dense_1 (Dense)                  (None, 64)            36,928
      dense_2 (Dense)                  (None, 10)               650
      =============================================================
      Total params: 93,322
      Trainable params: 93,322
      Non-trainable params: 0"
    `);
  });

  it('counts moving statistics and frozen weights as non-trainable', () => {
    const model = new Sequential({
      inputShape: [5, 5, 2],
      layers: [
        Conv2D({ filters: 3, kernelSize: 3, trainable: false }),
        BatchNormalization(),
        Flatten(),
        softmax,
      ],
    });
    expect(model.summary()).toMatchInlineSnapshot(`
      "Model: "sequential"
      ______________________________________________________________________
      Layer (type)                                 Output Shape      Param #
      ======================================================================
      conv2d_1 (Conv2D)                            (None, 3, 3, 3)        57
      batch_normalization_1 (BatchNormalization)   (None, 3, 3, 3)        12
      flatten_1 (Flatten)                          (None, 27)              0
      dense_1 (Dense)                              (None, 3)              84
      ======================================================================
      Total params: 153
      Trainable params: 90
      Non-trainable params: 63"
    `);
  });

  it('has a configuration that says everything, and makes the same model again', () => {
    const { config } = network();
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(new Sequential(config).config).toEqual(config);
    expect(config).toMatchObject({
      name: 'sequential',
      normalization: { mean: [0, 0], standardDeviation: [1, 1] },
    });
    expect(config.layers.map(({ name }) => name)).toEqual([
      'conv2d_1',
      'batch_normalization_1',
      'flatten_1',
      'dense_1',
    ]);
  });

  it('takes a model as it stands in a file', () => {
    const text =
      '{ "inputShape": [4, 4, 1], "layers": [{ "type": "Flatten" }, { "type": "Dense", "units": 2 }] }';
    expect(new Sequential(JSON.parse(text)).outputShape).toEqual([2]);
    expect(
      () => new Sequential(JSON.parse('{ "inputShape": [4, 4, 1], "layer": [] }')),
    ).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model sequential: unknown option layer. Did you mean layers? There are: name, inputShape, layers, normalization]`,
    );
  });

  it('begins with weights that a further layer does not change', async () => {
    const short = new Sequential({ inputShape: [4, 4, 1], layers: [Flatten(), Dense({ units: 3 })] });
    const long = new Sequential({ inputShape: [4, 4, 1], layers: [Flatten(), Dense({ units: 3 }), softmax] });
    for (const model of [short, long]) model.initialize(createGenerator(seed));
    const kernel = (await short.getWeights()).get('dense_1/kernel');
    expect((await long.getWeights()).get('dense_1/kernel')).toEqual(kernel);
    expect((await long.getWeights()).get('dense_2/kernel')?.data).not.toEqual(kernel?.data);
  });

  it('predicts without being compiled: probabilities that add up to 1', async () => {
    const model = network();
    const probabilities = await model.predict(noise(7).images);
    expect(probabilities).toHaveLength(21);
    for (let row = 0; row < 7; row++) {
      const sum = probabilities.subarray(row * 3, row * 3 + 3).reduce((total, p) => total + p, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
    model.dispose();
  });

  it('gives the same metrics whatever the batch size, whichever backend', async () => {
    const rows = noise(23);
    const evaluations = [];
    for (const backend of ['reference', 'wasm', await selectBackend('reference')]) {
      for (const batchSize of [1, 8, 23, 64]) {
        const model = network();
        model.compile({ backend });
        evaluations.push(await model.evaluate(rows, { batchSize }));
        const all = await model.predict(rows.images, { batchSize });
        const last = await model.predict(rows.images.subarray(22 * 50), { batchSize });
        expect([...last]).toEqual([...all.subarray(66)]);
        model.dispose();
      }
    }
    const [first] = evaluations;
    for (const { loss, accuracy } of evaluations) {
      expect(loss).toBeCloseTo(first?.loss ?? 0, 5);
      expect(accuracy).toBeCloseTo(first?.accuracy ?? 0, 6);
    }
  });

  it('normalizes bytes as its configuration says, and takes floats as they are', async () => {
    const normalization = { mean: [0.4, 0.5], standardDeviation: [0.2, 0.3] };
    const model = new Sequential({ inputShape: [1, 2, 2], normalization, layers: [Flatten(), softmax] });
    model.initialize(createGenerator(seed));
    const bytes = Uint8Array.of(0, 255, 51, 102);
    const floats = Float32Array.of((0 - 0.4) / 0.2, (1 - 0.5) / 0.3, (0.2 - 0.4) / 0.2, (0.4 - 0.5) / 0.3);
    expect(await model.predict(floats)).toEqual(await model.predict(bytes));
    model.dispose();
  });

  it('keeps its weights when it is compiled again, with a fresh optimizer', async () => {
    const rows = noise(8);
    const model = network();
    model.compile({ backend: 'reference', optimizer: Adam({ learningRate: 0.1 }) });
    await model.fit(rows, { epochs: 2, batchSize: 8 });
    const weights = await model.getWeights();
    model.compile({ backend: 'wasm', optimizer: SGD({ learningRate: 0 }) });
    await model.fit(rows, { batchSize: 4 });
    expect((await model.getWeights()).get('dense_1/kernel')).toEqual(weights.get('dense_1/kernel'));
    model.dispose();
  });

  it('keeps weights and optimizer state when only the batch size changes', async () => {
    const rows = noise(8);
    const trained = async (room: number) => {
      const model = network();
      model.compile({ backend: 'wasm', optimizer: Adam({ learningRate: 0.1 }) });
      await model.fit(rows, { batchSize: 8, shuffle: false });
      // A batch of all 8 rows either way, in the same executable or in a new one with room for more.
      await model.fit(rows, { epochs: 3, batchSize: room, shuffle: false });
      const weights = await model.getWeights();
      model.dispose();
      return weights.get('dense_1/kernel')?.data ?? new Float32Array();
    };
    const kept = await trained(8);
    const moved = await trained(16);
    expect(Math.max(...kept.map((value, i) => Math.abs(value - (moved[i] ?? 0))))).toBeLessThan(1e-4);
  });

  it('answers a prediction while it is being trained', async () => {
    const rows = noise(40);
    const alone = network();
    const together = network();
    for (const model of [alone, together]) model.compile({ backend: 'wasm', optimizer: SGD() });
    await alone.fit(rows, { epochs: 3, batchSize: 8 });
    const training = together.fit(rows, { epochs: 3, batchSize: 8 });
    const predictions = await Promise.all([1, 2, 3].map(() => together.predict(rows.images)));
    await training;
    expect(predictions.every((prediction) => prediction.length === 120)).toBe(true);
    expect(await together.getWeights()).toEqual(await alone.getWeights());
    alone.dispose();
    together.dispose();
  });

  it('can be disposed while a prediction is on its way, which then fails', async () => {
    const model = network();
    const prediction = model.predict(noise(2).images);
    model.dispose();
    await expect(prediction).rejects.toMatchObject({ code: 'disposed' });
  });

  it('predicts with the weights that it was given last, also while it is being compiled', async () => {
    const { images } = noise(2);
    const model = network();
    const first = model.predict(images);
    model.initialize(createGenerator(deriveSeed(99)));
    const second = await model.predict(images);
    await first;
    const expected = new Sequential(model.config);
    expected.initialize(createGenerator(deriveSeed(99)));
    expect(second).toEqual(await expected.predict(images));
    for (const each of [model, expected]) each.dispose();
  });

  it('says what to do first', async () => {
    const model = new Sequential({ inputShape: [5, 5, 2], layers: [Flatten(), softmax] });
    await expect(model.fit(noise(2))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: fit: model sequential has no optimizer and loss: call compile first]`,
    );
    await expect(model.predict(noise(2).images)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model sequential has no weights yet: call fit, initialize or setWeights first]`,
    );
    model.initialize(createGenerator(seed));
    model.compile({ backend: 'reference' });
    const fitting = model.fit(noise(2));
    await expect(model.fit(noise(2))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: fit: model sequential is being trained: wait for fit to end]`,
    );
    await fitting;
    model.dispose();
    await expect(model.predict(noise(2).images)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model sequential was disposed: make a new one]`,
    );
  });

  it('refuses options that are unknown or wrong, and weights that do not fit', async () => {
    const model = network();
    expect(() => model.compile({ metrics: ['auc' as 'accuracy'] })).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: compile: metrics: unknown metric: auc. There are: accuracy, categoricalAccuracy, sparseCategoricalAccuracy, topKCategoricalAccuracy]`,
    );
    expect(() =>
      model.compile({ loss: 'mse' as 'categoricalCrossentropy' }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: unknown loss: mse. There are: categoricalCrossentropy, sparseCategoricalCrossentropy]`,
    );
    expect(() =>
      model.compile({ loss: CategoricalCrossentropy({ labelSmoothing: 2 }) }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: categoricalCrossentropy: labelSmoothing: expected a number from 0 to 1, found 2]`,
    );
    const weights = new Map(await model.getWeights());
    weights.set('dense_1/bias', { shape: [4], data: new Float32Array(4) });
    await expect(model.setWeights(weights)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: weights of model sequential: dense_1/bias: expected [3], found [4] with 4 values]`,
    );
    weights.delete('dense_1/bias');
    await expect(model.setWeights(weights)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: weights of model sequential: dense_1/bias is missing]`,
    );
  });
});
