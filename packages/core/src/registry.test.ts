// What users define is used, saved, loaded and refused as what comes with the package.

import { describe, expect, it } from 'vitest';
import {
  type AugmentationDefinition,
  type CompileOptions,
  composedOf,
  Dense,
  decodeModel,
  defineActivation,
  defineAugmentation,
  defineLayer,
  defineOptimizer,
  defineSchedule,
  encodeModel,
  Flatten,
  type LayerDefinition,
  type LayerSpecBase,
  type OptimizerSpecBase,
  readAugmentationOptions,
  readName,
  readOptimizerOptions,
  readOptions,
  readScheduleOptions,
  type ScheduleSpecBase,
  SGD,
} from './index.ts';
import { createRegistry } from './registry.ts';
import { compiled, errorOf, halves, softmax, weightsOf } from './testing/halves.ts';

interface HalvingSpec extends LayerSpecBase {
  readonly type: 'Halving';
  readonly times: number;
}

/** Halves every value, `times` times. */
const halving: LayerDefinition<HalvingSpec> = {
  type: 'Halving',
  defaultName: 'halving',
  create(options, label) {
    const read = readOptions(label, options, ['name', 'times']);
    return { type: 'Halving', ...readName(read), times: read.positiveInteger('times', 1) };
  },
  outputShape: (_, inputShape) => inputShape,
  lower({ times }, { graph, name, input, outputShape }) {
    const output = graph.activation(`${name}/output`, outputShape);
    const factor = 0.5 ** times;
    graph.emit({ kind: 'scale', factor, input, output });
    return {
      output,
      backward(inputGradWanted) {
        if (!inputGradWanted) return;
        graph.emit({
          kind: 'scale',
          factor,
          input: graph.gradientOf(output),
          output: graph.gradientOf(input),
        });
      },
    };
  },
};
const Halving = defineLayer(halving);

describe('a registry', () => {
  it('refuses a name twice, and says which there are', () => {
    const colors = createRegistry<number>('color', 'invalid-argument', [['red', 1]]);
    colors.add('green', 2);
    expect(colors.names).toEqual(['red', 'green']);
    expect(colors.get('green')).toBe(2);
    expect(() => colors.add('red', 3)).toThrow('color: expected a new name, got red, which is taken');
    expect(() => colors.add('light blue', 3)).toThrow(
      'expected a name without spaces or /, got "light blue"',
    );
    expect(() => colors.get('gren', 'wall 2')).toThrow(
      'wall 2: unknown color: gren. Did you mean green? There are: red, green',
    );
  });

  it('refuses the names of what comes with the package', () => {
    expect(() => defineLayer({ ...halving, type: 'Dense' as 'Halving' })).toThrow(
      /got Dense, which is taken/,
    );
    expect(() => defineActivation({ type: 'relu', lower: composedOf('relu') })).toThrow(
      /got relu, which is taken/,
    );
  });
});

describe('a layer of a type that was defined outside', () => {
  it('is trained, saved and loaded', async () => {
    const model = compiled({}, [Flatten(), Halving({ times: 2 }), Dense({ units: 4 }), Halving(), softmax]);
    expect(model.config.layers.map(({ name }) => name)).toEqual([
      ...['flatten_1', 'halving_1', 'dense_1', 'halving_2', 'dense_2'],
    ]);
    const rows = halves(40);
    const { history } = await model.fit(rows, { epochs: 4 });
    expect(history.loss[3]).toBeLessThan(history.loss[0] ?? 0);
    const loaded = await decodeModel(await encodeModel(model));
    expect(loaded.config).toEqual(model.config);
    expect(await loaded.predict(rows.images)).toEqual(await compiledLike(model, rows.images));
  });

  it('has its options checked', () => {
    // @ts-expect-error: no such option
    expect(() => Halving({ time: 2 })).toThrow('Halving: unknown option time. Did you mean times?');
    expect(() => Halving({ times: Number.NaN })).toThrow(
      /Halving: times: expected a whole number above 0, found NaN/,
    );
  });
});

/** On the default backend, as a loaded model predicts. */
async function compiledLike(model: ReturnType<typeof compiled>, images: ReturnType<typeof halves>['images']) {
  const copy = compiled({ loss: null, backend: 'auto' }, model.config.layers);
  await copy.setWeights(await model.getWeights());
  return copy.predict(images);
}

it('an activation that was defined outside is computed with its gradient', async () => {
  const type = defineActivation({
    type: 'lecunTanh',
    lower: composedOf({ scale: 2 / 3 }, 'tanh', { scale: 1.7159 }),
  });
  const layers = [Flatten(), Dense({ units: 3, activation: type })];
  const model = compiled({ loss: null }, layers);
  const linear = compiled({ loss: null }, [Flatten(), Dense({ units: 3 })]);
  const { images } = halves(2);
  const expected = [...(await linear.predict(images))].map((x) => 1.7159 * Math.tanh((2 * x) / 3));
  for (const [i, value] of (await model.predict(images)).entries())
    expect(value).toBeCloseTo(expected[i] ?? 0, 5);
  expect(() => Dense({ units: 3, activation: 'lecunTan' })).toThrow(
    /Dense: activation: expected one of .*lecunTanh/,
  );

  const rows = halves(24);
  const own = compiled({}, [...layers, softmax]);
  const { history } = await own.fit(rows, { epochs: 3 });
  expect(history.loss[2]).toBeLessThan(history.loss[0] ?? 0);
});

it('an optimizer that was defined outside trains by name and by options, and is refused twice', async () => {
  interface DoublingSpec extends OptimizerSpecBase {
    readonly type: 'Doubling';
  }
  // SGD whose learning rate is twice what it says.
  const Doubling = defineOptimizer<DoublingSpec>({
    type: 'Doubling',
    create(options) {
      const { common } = readOptimizerOptions('Doubling', options, [], {
        learningRate: 0.01,
        weightDecay: 0,
      });
      return { type: 'Doubling', ...common };
    },
    update({ weightDecay }, { parameter, gradient, scalar }) {
      const learningRate = scalar('learningRate');
      const settings = { momentum: 0, nesterov: false, weightDecay };
      return [{ kind: 'sgd', ...settings, parameter, gradient, velocity: null, learningRate }];
    },
    scalars: (_, learningRate) => ({ learningRate: 2 * learningRate }),
  });
  const rows = halves(16);
  const trained = async (optimizer: NonNullable<CompileOptions['optimizer']>) => {
    const model = compiled({ optimizer });
    await model.fit(rows, { epochs: 2 });
    return weightsOf(model);
  };
  expect(await trained('Doubling')).toEqual(await trained(SGD({ learningRate: 0.02 })));
  expect(await trained(Doubling({ learningRate: 0.1 }))).toEqual(await trained(SGD({ learningRate: 0.2 })));
  expect(() => compiled({ optimizer: 'Dubling' })).toThrow(
    /unknown optimizer: Dubling. Did you mean Doubling\?/,
  );
  expect(() => Doubling({ learningRate: Number.NaN })).toThrow(/Doubling: learningRate: .*found NaN/);
});

it('a schedule and an augmentation that were defined outside take part in a training', async () => {
  interface StairsSpec extends ScheduleSpecBase {
    readonly type: 'Stairs';
  }
  const Stairs = defineSchedule<StairsSpec>({
    type: 'Stairs',
    create: (options) => ({ type: 'Stairs', unit: readScheduleOptions('Stairs', options, []).unit }),
    at: (_, step) => 1 / (1 + step),
  });
  interface ShiftSpec {
    readonly type: 'ShiftRight';
    readonly pixels: number;
  }
  const seen: number[] = [];
  const shift: AugmentationDefinition<ShiftSpec> = {
    type: 'ShiftRight',
    create: (options) => ({
      type: 'ShiftRight',
      pixels: readAugmentationOptions('ShiftRight', options, ['pixels']).positiveInteger('pixels'),
    }),
    draw({ pixels }, draws, map) {
      const columns = draws.integer(pixels + 1);
      seen.push(columns);
      map.shift(0, columns, 'zeros');
    },
  };
  const ShiftRight = defineAugmentation(shift);
  const model = compiled({ optimizer: SGD({ learningRate: Stairs() }) });
  const { history } = await model.fit(halves(8), {
    batchSize: 4,
    epochs: 2,
    augmentation: [ShiftRight({ pixels: 1 })],
  });
  expect(history.learningRate).toEqual([1 / 2, 1 / 4]);
  expect(seen).toHaveLength(16);
  expect(new Set(seen)).toEqual(new Set([0, 1]));
  const wrong = model.fit(halves(8), {
    augmentation: [ShiftRight({ pixels: 1 }), { type: 'ShiftLeft' } as never],
  });
  expect((await errorOf(wrong)).message).toMatch(
    /unknown augmentation: ShiftLeft. Did you mean ShiftRight\?/,
  );
});
