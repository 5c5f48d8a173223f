// Training by Keras's rules, on the reference backend and a handful of 4×4 images.

import { describe, expect, it } from 'vitest';
import { RandomFlip } from '../data/augmentation/randomFlip.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Adam } from '../optimizers/adam.ts';
import { AdamW } from '../optimizers/adamw.ts';
import { RMSprop } from '../optimizers/rmsprop.ts';
import { PiecewiseLinear } from '../optimizers/schedules/piecewiseLinear.ts';
import { SGD } from '../optimizers/sgd.ts';
import { deriveSeed } from '../random/seed.ts';
import { compiled, halves, part, softmax, weightsOf } from '../testing/halves.ts';
import type { Callback } from './callbacks/callback.ts';
import { LearningRateScheduler } from './callbacks/learningRateScheduler.ts';
import { Sequential } from './sequential.ts';

describe('fit', () => {
  const optimizers = [
    SGD({ learningRate: 0.2, momentum: 0.9, nesterov: true }),
    RMSprop({ learningRate: 0.02 }),
    Adam({ learningRate: 0.02 }),
    AdamW({ learningRate: 0.02 }),
  ];
  it.each(optimizers)('learns to tell halves apart with $type', async (optimizer) => {
    const layers = [
      Conv2D({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
      MaxPooling2D(),
      Flatten(),
      softmax,
    ];
    const network = compiled({ optimizer }, layers);
    const { history } = await network.fit(halves(60), { epochs: 15, batchSize: 8, validationSplit: 0.25 });
    expect(history.loss.at(-1)).toBeLessThan((history.loss[0] ?? 0) / 3);
    expect(history.valAccuracy?.at(-1)).toBe(1);
  });

  it("averages an epoch's loss and accuracy over rows, not batches", async () => {
    const rows = halves(10);
    const model = compiled({ optimizer: SGD({ learningRate: 0 }) });
    const { history } = await model.fit(rows, { batchSize: 4 });
    const { loss, accuracy } = await model.evaluate(rows);
    expect(history.loss[0]).toBeCloseTo(loss, 6);
    expect(history.accuracy[0]).toBeCloseTo(accuracy, 6);
  });

  it('trains a part of an epoch as its first steps, and drops rows that fill no batch if told to', async () => {
    const model = compiled();
    const { history } = await model.fit(halves(10), { batchSize: 4, epochs: 2.5, dropRemainder: true });
    expect(history.loss).toHaveLength(3);
    const steps: number[] = [];
    const count: Callback = { onBatchEnd: ({ epoch, rows }) => void steps.push(epoch * 100 + rows) };
    await model.fit(halves(10), { batchSize: 4, epochs: 2.5, dropRemainder: true, callbacks: [count] });
    expect(steps).toEqual([4, 4, 104, 104, 204]);
    await expect(model.fit(halves(3), { batchSize: 4, dropRemainder: true })).rejects.toThrow(
      /batchSize: expected at most the 3 rows/,
    );
  });

  it('trains the last batch, which has fewer rows, with its own mean', async () => {
    const rows = halves(6);
    const whole = compiled();
    await whole.fit(rows, { batchSize: 4, shuffle: false });
    const inParts = compiled();
    await inParts.fit(part(rows, 0, 4), { batchSize: 4, shuffle: false });
    await inParts.fit(part(rows, 4, 6), { batchSize: 4, shuffle: false });
    expect(await weightsOf(whole)).toEqual(await weightsOf(inParts));
  });

  it('sets the last rows aside for validation, before shuffling', async () => {
    const rows = halves(12);
    const model = compiled({ optimizer: SGD({ learningRate: 0 }) });
    const { history } = await model.fit(rows, { batchSize: 5, validationSplit: 1 / 6 });
    expect(history.loss[0]).toBeCloseTo((await model.evaluate(part(rows, 0, 10))).loss, 6);
    expect(history.valLoss?.[0]).toBeCloseTo((await model.evaluate(part(rows, 10, 12))).loss, 6);
  });

  it('augments what it trains on, and nothing else', async () => {
    const rows = halves(12);
    const model = compiled({ optimizer: SGD({ learningRate: 0 }) });
    const augmentation = [RandomFlip({ mode: 'vertical' })];
    const { history } = await model.fit(rows, { augmentation, validationData: rows, epochs: 2 });
    const { loss } = await model.evaluate(rows);
    expect(history.valLoss?.[0]).toBeCloseTo(loss, 6);
    expect(Math.abs((history.loss[0] ?? 0) - loss)).toBeGreaterThan(1e-3);
    expect(history.loss[1]).not.toBe(history.loss[0]);
  });

  it('sees every image both ways in two epochs if flips alternate', async () => {
    const rows = halves(12);
    const model = compiled({ optimizer: SGD({ learningRate: 0 }) });
    const augmentation = [RandomFlip({ mode: 'vertical', alternating: true })];
    const { history } = await model.fit(rows, { augmentation, epochs: 2, batchSize: 5 });
    const upsideDown = Uint8Array.from(rows.images, (_, i) => {
      const row = Math.floor((i % 16) / 4);
      return rows.images[i + 4 * (3 - 2 * row)] ?? 0;
    });
    const asIs = (await model.evaluate(rows)).loss;
    const turned = (await model.evaluate({ ...rows, images: upsideDown })).loss;
    expect((history.loss[0] ?? 0) + (history.loss[1] ?? 0)).toBeCloseTo(asIs + turned, 5);
  });

  it('validates on given rows instead', async () => {
    const rows = halves(12);
    const model = compiled();
    const { history } = await model.fit(rows, { validationData: part(rows, 3, 7) });
    expect(history.valLoss?.[0]).toBeCloseTo((await model.evaluate(part(rows, 3, 7))).loss, 6);
  });

  it('shows every row once an epoch, each epoch in another order', async () => {
    const rows = halves(20);
    const orders: number[][] = [];
    let sum = 0;
    const listener: Callback = {
      onEpochBegin: () => {
        orders.push([]);
        sum = 0;
      },
      // With batches of one row and rate 0, what an average grows by is that row's loss.
      onBatchEnd({ batch, loss }) {
        const total = loss * (batch + 1);
        orders.at(-1)?.push(Number((total - sum).toFixed(5)));
        sum = total;
      },
    };
    const model = compiled({ optimizer: SGD({ learningRate: 0 }) });
    await model.fit(rows, { epochs: 2, batchSize: 1, callbacks: [listener] });
    await model.fit(rows, { batchSize: 1, callbacks: [listener], shuffle: false });
    const [first = [], second = [], unshuffled = []] = orders;
    const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
    expect(sorted(first)).toEqual(sorted(unshuffled));
    expect(sorted(second)).toEqual(sorted(unshuffled));
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(unshuffled);
  });

  it('gives the same bits for the same seed, others for another', async () => {
    const trained = async (seed: number | string) => {
      const model = compiled();
      await model.fit(halves(20), { epochs: 2, batchSize: 8, seed });
      return weightsOf(model);
    };
    const weights = await trained(7);
    expect(await trained(7)).toEqual(weights);
    expect(await trained(8)).not.toEqual(weights);
    expect(await trained(deriveSeed(7))).not.toEqual(weights);
  });

  it('draws weights from its seed where there are none yet', async () => {
    const fresh = new Sequential({ inputShape: [4, 4, 1], layers: [Flatten(), softmax] });
    await expect(fresh.getWeights()).rejects.toThrow('has no weights yet');
    fresh.compile({ backend: 'reference' });
    await fresh.fit(halves(4), { seed: 1 });
    expect((await weightsOf(fresh)).some((value) => value !== 0)).toBe(true);
  });

  it('follows a schedule step by step, over all epochs', async () => {
    const learningRate = PiecewiseLinear({ steps: [0, 10], values: [0, 1] });
    const model = compiled({ optimizer: SGD({ learningRate }) });
    const rates: number[] = [];
    const callbacks: Callback[] = [{ onBatchEnd: ({ learningRate: rate }) => void rates.push(rate) }];
    const { history } = await model.fit(halves(9), { epochs: 2, batchSize: 4, callbacks });
    expect(rates).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(history.learningRate).toEqual([0.2, 0.5]);
    await model.fit(halves(4), { batchSize: 4, callbacks });
    expect(rates.at(-1)).toBe(0.6);
  });

  it('lets a callback set the learning rate', async () => {
    const model = compiled();
    const callbacks = [LearningRateScheduler((epoch, rate) => (epoch < 1 ? rate : rate / 10))];
    const { history } = await model.fit(halves(8), { epochs: 3, callbacks });
    expect(history.learningRate).toEqual([0.5, 0.05, 0.005]);
  });

  it('tells callbacks what happens, in order, and waits for them', async () => {
    const model = compiled();
    const told: string[] = [];
    const note = async (line: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      told.push(line);
    };
    const listener: Callback = {
      onTrainBegin: ({ epochs, stepsPerEpoch, metrics }) =>
        note(`train ${epochs}×${stepsPerEpoch} ${metrics}`),
      onEpochBegin: (epoch) => note(`epoch ${epoch}`),
      onBatchEnd: ({ epoch, batch, rows }) => note(`batch ${epoch}.${batch} of ${rows}`),
      onEpochEnd: ({ epoch }, { history }) => note(`epoch ${epoch} done, ${history.epoch.length} in history`),
      onTrainEnd: () => note('done'),
    };
    await model.fit(halves(5), { epochs: 2, batchSize: 3, callbacks: [listener] });
    expect(told).toMatchInlineSnapshot(`
      [
        "train 2×2 loss,accuracy",
        "epoch 0",
        "batch 0.0 of 3",
        "batch 0.1 of 2",
        "epoch 0 done, 1 in history",
        "epoch 1",
        "batch 1.0 of 3",
        "batch 1.1 of 2",
        "epoch 1 done, 2 in history",
        "done",
      ]
    `);
  });

  it('stops after the batch in which it is told to; the epoch that was cut short is not in the history', async () => {
    const model = compiled();
    let batches = 0;
    const stopper: Callback = {
      onBatchEnd(_, training) {
        batches += 1;
        if (batches === 4) training.stopTraining();
      },
    };
    const history = await model.fit(halves(30), { epochs: 5, batchSize: 10, callbacks: [stopper] });
    expect(batches).toBe(4);
    expect(history.epoch).toEqual([0]);
  });

  it('lets other events in once a batch', async () => {
    const model = compiled();
    const { port1, port2 } = new MessageChannel();
    let wanted = false;
    port1.onmessage = () => {
      wanted = true;
      port1.close();
    };
    const listener: Callback = {
      onBatchEnd({ batch }, training) {
        if (batch === 0) port2.postMessage('stop');
        if (wanted) training.stopTraining();
      },
    };
    const history = await model.fit(halves(2000), { batchSize: 1, callbacks: [listener] });
    expect(history.epoch).toEqual([]);
  });

  it('can be stopped while it validates; that epoch is not in the history', async () => {
    const model = compiled();
    let validated = 0;
    const stopper: Callback = {
      onTestBatchEnd(training) {
        validated += 1;
        if (validated === 5) training.stopTraining();
      },
    };
    const history = await model.fit(halves(20), {
      epochs: 3,
      batchSize: 4,
      validationData: halves(12),
      callbacks: [stopper],
    });
    expect(validated).toBe(5);
    expect(history.epoch).toEqual([0]);
  });
});
