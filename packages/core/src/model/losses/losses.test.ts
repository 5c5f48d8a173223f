// Losses by name and from outside: their values, and their gradients against differences of the loss itself.

import { describe, expect, it } from 'vitest';
import { Dense } from '../../layers/dense.ts';
import { Flatten } from '../../layers/flatten.ts';
import { readOptions } from '../../layers/options.ts';
import { SGD } from '../../optimizers/sgd.ts';
import { compiled, halves, weightsOf } from '../../testing/halves.ts';
import type { CompileOptions } from '../compileOptions.ts';
import { CategoricalCrossentropy } from './categoricalCrossentropy.ts';
import { defineLoss, type LossName, type LossSpec, lossNames, resolveLoss } from './list.ts';
import type { LossSpecBase } from './loss.ts';
import { SparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';

interface TemperedSpec extends LossSpecBase {
  readonly type: 'temperedCrossentropy';
  readonly temperature: number;
}

/** The cross-entropy of the softmax of logits / temperature. */
const TemperedCrossentropy = defineLoss<TemperedSpec>({
  type: 'temperedCrossentropy',
  create(options) {
    const read = readOptions(
      'temperedCrossentropy',
      options,
      ['temperature', 'fromLogits'],
      'invalid-argument',
    );
    return {
      type: 'temperedCrossentropy',
      temperature: read.number('temperature', 'a number above 0', (t) => t > 0, 2),
      fromLogits: read.boolean('fromLogits', false),
    };
  },
  lower({ temperature }, { graph, classes, logits, labels, probabilities, losses, logitsGrad }) {
    const factor = 1 / temperature;
    const tempered = graph.activation('loss/tempered', [classes]);
    const gradient = logitsGrad === null ? null : graph.gradientOf(tempered);
    graph.emit({ kind: 'scale', factor, input: logits, output: tempered });
    graph.emit({
      kind: 'softmaxCrossEntropy',
      labelSmoothing: 0,
      logits: tempered,
      labels,
      probabilities,
      losses,
      logitsGrad: gradient,
    });
    if (gradient !== null && logitsGrad !== null) {
      graph.emit({ kind: 'scale', factor, input: gradient, output: logitsGrad });
    }
  },
});

/** The compiler asks for every loss of the list. */
const builtIn = {
  categoricalCrossentropy: CategoricalCrossentropy({ labelSmoothing: 0.1 }),
  sparseCategoricalCrossentropy: SparseCategoricalCrossentropy(),
} satisfies Record<LossName, LossSpec>;

const rows = halves(12);
const layers = [Flatten(), Dense({ units: 3, activation: 'softmax' })];
const logitLayers = [Flatten(), Dense({ units: 3 })];

async function trained(options: CompileOptions, own = layers) {
  const model = compiled(options, own);
  await model.fit(rows, { epochs: 2, batchSize: 4 });
  return weightsOf(model);
}

describe('losses', () => {
  it('of class indices have the same bits by both of their names in Keras', async () => {
    const expected = await trained({ loss: 'categoricalCrossentropy' });
    expect(await trained({ loss: 'sparseCategoricalCrossentropy' })).toEqual(expected);
    const fromLogits = SparseCategoricalCrossentropy({ fromLogits: true });
    expect(await trained({ loss: fromLogits }, logitLayers)).toEqual(expected);
  });

  it('from outside are trained by, by name and by options', async () => {
    const expected = await trained({ loss: TemperedCrossentropy({ temperature: 2 }) });
    expect(await trained({ loss: 'temperedCrossentropy' })).toEqual(expected);
    expect(expected).not.toEqual(await trained({}));
    const one = await trained({ loss: TemperedCrossentropy({ temperature: 1 }) });
    for (const [i, weight] of (await trained({})).entries()) expect(one[i]).toBeCloseTo(weight, 6);
  });

  // What a plain step of rate 1 changes is the gradient. On the reference backend, in float64.
  it.each(Object.entries({ ...builtIn, temperedCrossentropy: TemperedCrossentropy({ temperature: 3 }) }))(
    'have the gradient of their value: %s',
    async (_, loss) => {
      const compile = () => compiled({ loss, optimizer: SGD({ learningRate: 1 }) }, layers);
      const model = compile();
      const before = await model.getWeights();
      await model.fit(rows, { batchSize: 12 });
      const after = await model.getWeights();
      const bias = before.get('dense_1/bias')?.data ?? [];
      const step = 2 ** -6;
      const lossAt = async (i: number, change: number) => {
        const moved = structuredClone(before);
        const data = moved.get('dense_1/bias')?.data ?? new Float32Array();
        data[i] = (data[i] ?? 0) + change;
        const other = compile();
        await other.setWeights(moved);
        return (await other.evaluate(rows)).loss;
      };
      for (const i of bias.keys()) {
        const slope = ((await lossAt(i, step)) - (await lossAt(i, -step))) / (2 * step);
        expect((bias[i] ?? 0) - (after.get('dense_1/bias')?.data[i] ?? 0)).toBeCloseTo(slope, 4);
      }
    },
  );

  it('that do not exist, or have other options, are refused', () => {
    expect(lossNames).toEqual([...Object.keys(builtIn), 'temperedCrossentropy']);
    expect(() => compiled({ loss: 'crossentropy' })).toThrow(
      /unknown loss: crossentropy. .*There are: categorical/,
    );
    const wrong = { type: 'sparseCategoricalCrossentropy', labelSmoothing: 0.1 };
    expect(() => resolveLoss(wrong as never)).toThrow(/unknown option labelSmoothing/);
    expect(() => compiled({ loss: SparseCategoricalCrossentropy({ fromLogits: true }) })).toThrow(
      /ends with softmax, but the loss is told fromLogits: true/,
    );
    expect(() => compiled({ loss: 'sparseCategoricalCrossentropy' }, logitLayers)).toThrow(
      'for sparseCategoricalCrossentropy, found none. Add it, or use SparseCategoricalCrossentropy({ fromLogits: true })',
    );
  });
});
