// Metrics beside loss and accuracy: their values, where they appear, and what is refused.

import { describe, expect, it } from 'vitest';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import type { CompileOptions } from '../model/compileOptions.ts';
import { compiled, errorOf, halves, part, weightsOf } from '../testing/halves.ts';
import type { Callback } from '../training/callbacks/callback.ts';
import { EarlyStopping } from '../training/callbacks/earlyStopping.ts';
import type { TrainingState } from '../training/state.ts';
import { defineMetric, metricTypes, resolveMetrics } from './list.ts';
import type { MetricSpecBase } from './metric.ts';
import { TopKCategoricalAccuracy, topKCategoricalAccuracy } from './topKCategoricalAccuracy.ts';

const rows = halves(22);
const layers = [Flatten(), Dense({ units: 3, activation: 'softmax' })];
const metrics = ['accuracy', TopKCategoricalAccuracy({ k: 1, name: 'top1' }), 'topKCategoricalAccuracy'];

interface ConfidenceSpec extends MetricSpecBase {
  readonly type: 'confidence';
}
const Confidence = defineMetric<ConfidenceSpec>({
  type: 'confidence',
  create: () => ({ type: 'confidence', name: 'confidence' }),
  measure: (_, probabilities) => Math.max(...probabilities),
});

describe('a metric', () => {
  it('counts the k likeliest classes, ties included, as Keras does', () => {
    const of = (k: number, label: number) =>
      topKCategoricalAccuracy.measure(
        TopKCategoricalAccuracy({ k }),
        Float32Array.of(0.1, 0.4, 0.4, 0.1),
        label,
      );
    expect([of(1, 1), of(1, 2), of(2, 0), of(3, 0), of(3, 3)]).toEqual([1, 1, 0, 1, 1]);
  });

  it('is measured in training, validation and evaluation, over all rows alike', async () => {
    const model = compiled({ metrics }, layers);
    const { history } = await model.fit(rows, { epochs: 2, batchSize: 4, validationSplit: 0.5 });
    expect(Object.keys(history)).toEqual([
      ...['loss', 'accuracy', 'learningRate', 'valLoss', 'valAccuracy'],
      ...['top1', 'topKCategoricalAccuracy', 'valTop1', 'valTopKCategoricalAccuracy'],
    ]);
    expect(history.top1).toEqual(history.accuracy);
    expect(history.valTop1).toEqual(history.valAccuracy);
    expect(history.valTopKCategoricalAccuracy).toEqual([1, 1]);
    const { accuracy, top1 } = await model.evaluate(part(rows, 0, 11), { batchSize: 3 });
    expect(top1).toBe(accuracy);
  });

  it('changes nothing of what is trained', async () => {
    const trained = async (options: CompileOptions) => {
      const model = compiled(options, layers);
      await model.fit(rows, { epochs: 2, batchSize: 4 });
      return weightsOf(model);
    };
    expect(await trained({ metrics })).toEqual(await trained({}));
  });

  it('that was defined outside is the mean of its rows, and can be monitored', async () => {
    const model = compiled({ metrics: ['confidence'] }, layers);
    const best = EarlyStopping({ monitor: 'confidence', mode: 'max', patience: 9 });
    const { history } = await model.fit(rows, { epochs: 2, callbacks: [best] });
    expect(best.best).toBe(Math.max(...(history.confidence ?? [])));
    const probabilities = await model.predict(rows.images);
    const largest = Array.from(rows.labels, (_, row) =>
      Math.max(...probabilities.subarray(3 * row, 3 * row + 3)),
    );
    const mean = largest.reduce((sum, value) => sum + value, 0) / largest.length;
    expect((await model.evaluate(rows)).confidence).toBeCloseTo(mean, 6);
    expect(compiled({ metrics: [Confidence()] }, layers).config).toEqual(model.config);
  });

  it('resumes in the middle of an epoch, and only with the same metrics', async () => {
    const options = { epochs: 2, batchSize: 4, seed: 4 };
    const model = () => compiled({ metrics: ['confidence'], backend: 'wasm' }, layers);
    const { history } = await model().fit(rows, options);
    let state: TrainingState | undefined;
    const interrupt: Callback = {
      async onBatchEnd({ epoch, batch }, training) {
        if (epoch !== 1 || batch !== 2) return;
        state = await training.state();
        training.stopTraining();
      },
    };
    await model().fit(rows, { ...options, callbacks: [interrupt] });
    if (state === undefined) throw new Error('training was not interrupted');
    expect((await model().fit(rows, { ...options, resumeFrom: state })).history).toEqual(history);
    const without = compiled({ backend: 'wasm' }, layers).fit(rows, { ...options, resumeFrom: state });
    expect((await errorOf(without)).message).toMatch(
      /metrics: the saved training has confidence, this one none/,
    );
  });
});

it('every metric is tested here', () => {
  const builtIn = ['accuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy', 'topKCategoricalAccuracy'];
  expect(metricTypes).toEqual([...builtIn, 'confidence']);
});

it('metrics that mean accuracy, or nothing, are told apart', () => {
  expect(resolveMetrics(['accuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy'])).toEqual([]);
  expect(() => compiled({ metrics: ['acuracy'] })).toThrow(
    'compile: metrics: unknown metric: acuracy. Did you mean accuracy?',
  );
  expect(() => compiled({ metrics: [TopKCategoricalAccuracy(), 'topKCategoricalAccuracy'] })).toThrow(
    /expected a name that no other figure has, got topKCategoricalAccuracy/,
  );
  expect(() => TopKCategoricalAccuracy({ k: Number.NaN })).toThrow(
    /k: expected a whole number above 0, found NaN/,
  );
  // @ts-expect-error: from JavaScript
  expect(() => compiled({ metrics: 'accuracy' })).toThrow(
    /expected a list such as \['accuracy'\], found "accuracy"/,
  );
});
