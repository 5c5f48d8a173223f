// Weighted classes. Expected numbers are Keras 3.15's on its torch backend: `fit(class_weight=…, shuffle=False)` of the same
// layer with SGD(1), of which gradients are differences of the weights.

import { describe, expect, it } from 'vitest';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { defineLoss } from '../model/losses/list.ts';
import { SparseCategoricalCrossentropy } from '../model/losses/sparseCategoricalCrossentropy.ts';
import { Adam } from '../optimizers/adam.ts';
import { SGD } from '../optimizers/sgd.ts';
import { compiled, errorOf, halves, weightsOf } from '../testing/halves.ts';
import { classWeightsOf } from './classWeight.ts';
import { Sequential } from './sequential.ts';
import type { TrainingState } from './state.ts';

const rows = {
  images: Float32Array.of(0.5, -0.25, 0.75, 0.5, -0.5, 0.25, 0.25, 1, -1, 0.5),
  labels: [0, 1, 2, 2, 0],
};
const kernel = [0.25, -0.5, 0.125, 0.5, 0.25, -0.75];
const bias = [0.125, -0.25, 0.5];

/** A dense layer of 2 inputs and 3 classes. */
async function layer(backend: string): Promise<Sequential> {
  const layers = [Flatten(), Dense({ units: 3, activation: 'softmax' })];
  const model = new Sequential({ inputShape: [1, 2, 1], layers });
  model.compile({ optimizer: SGD({ learningRate: 1 }), backend });
  await model.setWeights(
    new Map([
      ['dense_1/kernel', { shape: [2, 3], data: Float32Array.from(kernel) }],
      ['dense_1/bias', { shape: [3], data: Float32Array.from(bias) }],
    ]),
  );
  return model;
}

describe.each(['reference', 'wasm'])('class weights on %s', (backend) => {
  it.each([
    {
      classWeight: { 0: 1, 1: 3.5, 2: 0.25 },
      loss: 1.8473005294799805,
      valLoss: 1.2909902334213257,
      gradient: [
        0.32064372301101685, -0.5075230002403259, 0.1868792176246643, 0.16821745038032532,
        -0.24221020936965942, 0.0739927887916565, 0.10650428384542465, -0.4440362751483917,
        0.3375319540500641,
      ],
    },
    {
      // Classes that are left out count 1.
      classWeight: { 1: 3.5 },
      loss: 2.2249627113342285,
      valLoss: 1.2245802879333496,
      gradient: [
        0.3165287375450134, -0.521448016166687, 0.20491927862167358, 0.2616005837917328, -0.19472220540046692,
        -0.06687837839126587, 0.2365018129348755, -0.36215221881866455, 0.1256503462791443,
      ],
    },
  ])("$classWeight: loss, gradient and the plain validation loss are Keras's", async (expected) => {
    const { classWeight, loss, valLoss, gradient } = expected;
    using model = await layer(backend);
    const { history } = await model.fit(rows, {
      batchSize: 5,
      shuffle: false,
      classWeight,
      validationData: rows,
    });
    expect(history.loss[0]).toBeCloseTo(loss, 6);
    expect(history.valLoss?.[0]).toBeCloseTo(valLoss, 6);
    expect(history.accuracy[0]).toBeCloseTo(0.2, 6);
    const after = await weightsOf(model);
    const change = [...kernel, ...bias].map((before, i) => before - (after[i] ?? Number.NaN));
    for (const [i, value] of gradient.entries()) expect(change[i]).toBeCloseTo(value, 5);
  });

  it("an epoch's loss is Keras's mean over its rows, whatever the weights of a batch add up to", async () => {
    using model = await layer(backend);
    const classWeight = { 0: 1, 1: 3.5, 2: 0.25 };
    const { history } = await model.fit(rows, { epochs: 2, batchSize: 2, shuffle: false, classWeight });
    expect(history.loss[0]).toBeCloseTo(2.0938785076141357, 5);
    expect(history.loss[1]).toBeCloseTo(0.8078401684761047, 5);
  });

  it('weights of 1 give the bits of no weights', async () => {
    const [plain, weighted] = [await layer(backend), await layer(backend)];
    await plain.fit(rows, { epochs: 2, batchSize: 2 });
    await weighted.fit(rows, { epochs: 2, batchSize: 2, classWeight: { 0: 1 } });
    expect(await weightsOf(weighted)).toEqual(await weightsOf(plain));
  });
});

it('the optimizer goes on where it was when a fit with weights follows one without', async () => {
  const [plain, weighted] = ['plain', 'weighted'].map(() => compiled({ optimizer: Adam(), backend: 'wasm' }));
  if (!plain || !weighted) throw new Error('no models');
  for (const classWeight of [undefined, { 1: 1 }, undefined]) {
    await plain.fit(halves(12), { batchSize: 4 });
    await weighted.fit(halves(12), { batchSize: 4, ...(classWeight && { classWeight }) });
  }
  expect(await weightsOf(weighted)).toEqual(await weightsOf(plain));
});

it("a loss of the user's own is weighted, too, without knowing of it", async () => {
  const own = defineLoss({
    type: 'weighableCrossentropy',
    create: () => ({ type: 'weighableCrossentropy', fromLogits: false }),
    lower(_, { graph, classes: __, ...at }) {
      graph.emit({ kind: 'softmaxCrossEntropy', labelSmoothing: 0, ...at });
    },
  });
  const [built, mine] = [compiled({ loss: SparseCategoricalCrossentropy() }), compiled({ loss: own() })];
  for (const model of [built, mine]) await model.fit(halves(12), { batchSize: 4, classWeight: { 1: 3 } });
  expect(await weightsOf(mine)).toEqual(await weightsOf(built));
});

it("balanced weights are scikit-learn's: rows / (classes · rows of the class), of the classes that there are", () => {
  // compute_class_weight('balanced', classes=[0, 2], y=[0, 0, 0, 2]) is [2/3, 2].
  expect([...classWeightsOf('balanced', 3, [0, 0, 0, 2])]).toEqual([Math.fround(2 / 3), 1, 2]);
});

it('balanced weights count the rows that are trained on: not those set aside, and a sample as it is drawn', async () => {
  const images = new Uint8Array(6 * 16);
  const lopsided = { images, labels: [0, 0, 0, 1, 1, 1] };
  const fit = async (options: object) => {
    const model = compiled();
    await model.fit(lopsided, { shuffle: false, ...options });
    return weightsOf(model);
  };
  const aside = { validationSplit: 1 / 3 };
  expect(await fit({ ...aside, classWeight: 'balanced' })).toEqual(
    await fit({ ...aside, classWeight: { 0: 4 / (2 * 3), 1: 2 } }),
  );
  const sample = Uint32Array.of(0, 3, 3, 3);
  expect(await fit({ sample, classWeight: 'balanced' })).toEqual(
    await fit({ sample, classWeight: { 0: 2, 1: 4 / (2 * 3) } }),
  );
});

it('an interrupted training with class weights resumes to the same bits, and refuses other weights', async () => {
  const options = { epochs: 3, batchSize: 4, classWeight: { 1: 2.5 } } as const;
  const whole = compiled({ optimizer: Adam(), backend: 'wasm' });
  const states: TrainingState[] = [];
  await whole.fit(halves(12), {
    ...options,
    callbacks: [{ onBatchEnd: async (_, training) => void states.push(await training.state()) }],
  });
  const resumeFrom = states[4];
  if (!resumeFrom) throw new Error('no state');
  const resumed = compiled({ optimizer: Adam(), backend: 'wasm' });
  await resumed.fit(halves(12), { ...options, resumeFrom });
  expect(await weightsOf(resumed)).toEqual(await weightsOf(whole));
  const other = compiled({ optimizer: Adam(), backend: 'wasm' });
  const { message } = await errorOf(other.fit(halves(12), { ...options, classWeight: { 1: 2 }, resumeFrom }));
  expect(message).toBe(
    'resumeFrom: classWeight: the saved training has 1, 2.5, this one 1, 2: it cannot go on exactly',
  );
});

it.each([
  [{ 2: 1 }, 'classes from 0 to 1, found 2'],
  [{ cat: 1 }, 'classes from 0 to 1, found cat'],
  [{ 1: -1 }, 'a number from 0 for class 1, found -1'],
  [{ 1: Number.NaN }, 'a number from 0 for class 1, found NaN'],
  ['equal', "'balanced', or an object such as { 0: 1, 1: 3.5 }, found equal"],
])('%j is refused', async (classWeight, expected) => {
  const { message } = await errorOf(compiled().fit(halves(4), { classWeight: classWeight as never }));
  expect(message).toBe(`fit: classWeight: expected ${expected}`);
});
