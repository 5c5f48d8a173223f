// How a training ends that goes wrong, and what it says.

import { describe, expect, it } from 'vitest';
import { compiled, errorOf, halves, weightsOf } from '../testing/halves.ts';
import type { Callback } from './callbacks/callback.ts';
import { EarlyStopping } from './callbacks/earlyStopping.ts';
import { LearningRateScheduler } from './callbacks/learningRateScheduler.ts';

describe('a training that fails', () => {
  const diverging = LearningRateScheduler((epoch) => (epoch < 2 ? 0.5 : 1e39));

  it('says epoch, batch and learning rate where the loss is no number', async () => {
    const model = compiled();
    const error = await errorOf(model.fit(halves(10), { epochs: 9, batchSize: 2, callbacks: [diverging] }));
    expect(error.code).toBe('not-finite');
    expect(error.message).toMatchInlineSnapshot(
      `"training diverged: loss is NaN in epoch 3, batch 2 (learning rate 1e+39). Use a smaller learning rate, or look for images that are not numbers"`,
    );
    expect(model.history?.epoch).toEqual([0, 1]);
  });

  it('ends with the best weights, if they are to be restored', async () => {
    const reference = compiled();
    await reference.fit(halves(10), { epochs: 2, batchSize: 2 });
    const model = compiled();
    const callbacks = [EarlyStopping({ monitor: 'loss', restoreBestWeights: true, patience: 5 }), diverging];
    await errorOf(model.fit(halves(10), { epochs: 9, batchSize: 2, callbacks }));
    expect(await weightsOf(model)).toEqual(await weightsOf(reference));
  });

  it('restores them, too, when a callback throws or training is stopped', async () => {
    const early = { monitor: 'loss', restoreBestWeights: true, patience: 5 } as const;
    const reference = compiled();
    await reference.fit(halves(10), { epochs: 1, batchSize: 2 });

    const thrown = compiled();
    const thrower: Callback = {
      onBatchEnd({ epoch, batch }) {
        if (epoch === 1 && batch === 2) throw new Error('disk full');
      },
    };
    const failed = thrown.fit(halves(10), {
      epochs: 3,
      batchSize: 2,
      callbacks: [EarlyStopping(early), thrower],
    });
    await expect(failed).rejects.toThrow('disk full');
    expect(await weightsOf(thrown)).toEqual(await weightsOf(reference));

    const stopped = compiled();
    const stopper: Callback = {
      onBatchEnd: ({ epoch, batch }, training) => {
        if (epoch === 1 && batch === 2) training.stopTraining();
      },
    };
    await stopped.fit(halves(10), { epochs: 3, batchSize: 2, callbacks: [EarlyStopping(early), stopper] });
    expect(await weightsOf(stopped)).toEqual(await weightsOf(reference));
  });

  it('reports the failures of callbacks at its end as well', async () => {
    const model = compiled();
    const callbacks: Callback[] = [
      { onBatchEnd: () => Promise.reject(new Error('first')) },
      { onTrainEnd: () => Promise.reject(new Error('second')) },
    ];
    const error = await errorOf(model.fit(halves(4), { callbacks }));
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.message).toBe('Error: first; then Error: second');
  });

  it('names the option or row that is wrong', async () => {
    const model = compiled();
    const { images } = halves(4);
    const messages = [
      await errorOf(model.fit({ images, labels: [0, 1, 0] })),
      await errorOf(model.fit({ images, labels: [0, 1, 0, 2] })),
      await errorOf(model.fit({ images: images.subarray(1), labels: [0, 1, 0, 1] })),
      await errorOf(model.fit(halves(4), { epochs: 0 })),
      await errorOf(model.fit(halves(4), { validationSplit: 0.9 })),
      await errorOf(model.fit(halves(4), { batch_size: 3 } as object)),
    ].map(({ message }) => message);
    expect(messages).toMatchInlineSnapshot(`
      [
        "labels: expected one for each of 4 images, found 3",
        "label of row 3: expected a class from 0 to 1, found 2",
        "images: expected one or more of [4, 4, 1], 16 values each, found 63 values",
        "fit: epochs: expected a number above 0, found 0",
        "fit: validationSplit: expected a share that leaves rows on both sides of 4, found 0.9",
        "fit: unknown option batch_size. Did you mean batchSize? There are: epochs, batchSize, dropRemainder, validationSplit, validationData, shuffle, augmentation, sample, classWeight, callbacks, seed, resumeFrom, yieldToEvents",
      ]
    `);
  });
});
