import { describe, expect, it } from 'vitest';
import { compiled, halves } from '../testing/halves.ts';
import type { Callback } from '../training/callbacks/callback.ts';
import { AdamW } from './adamw.ts';
import type { OptimizerSpec } from './list.ts';
import type { ParameterGroupOptions } from './parameterGroups.ts';
import { SGD } from './sgd.ts';

const rows = halves(8);

/** Kernel and bias of the last layer after each epoch of one step. */
async function course(optimizer: OptimizerSpec, epochs: number) {
  const seen: { kernel: number[]; bias: number[] }[] = [];
  const record: Callback = {
    async onEpochEnd(_, { model }) {
      const weights = await model.getWeights();
      const of = (end: string) =>
        [...weights].filter(([name]) => name.endsWith(end)).flatMap(([, { data }]) => [...data]);
      seen.push({ kernel: of('/kernel'), bias: of('/bias') });
    },
  };
  await compiled({ optimizer }).fit(rows, { batchSize: 8, epochs, seed: 2, callbacks: [record] });
  return seen;
}

const withGroups = (...groups: ParameterGroupOptions[]) => SGD({ learningRate: 0.1, groups });

describe('parameter groups', () => {
  it('multiply the learning rate of the parameters that they name', async () => {
    const [plain] = await course(SGD({ learningRate: 0.1 }), 1);
    const [faster] = await course(withGroups({ parameters: '*/bias', learningRateFactor: 3 }), 1);
    expect(faster?.kernel).toEqual(plain?.kernel);
    for (const [i, bias] of (plain?.bias ?? []).entries()) expect(faster?.bias[i]).toBeCloseTo(3 * bias, 6);
  });

  it('train their parameters in the first epochs only, if they say so, and never with a factor of 0', async () => {
    const [first, second, third] = await course(withGroups({ parameters: '*bias', epochs: 2 }), 3);
    expect(second?.bias).not.toEqual(first?.bias);
    expect(third?.bias).toEqual(second?.bias);
    expect(third?.kernel).not.toEqual(second?.kernel);
    const [frozen] = await course(withGroups({ parameters: '*bias', learningRateFactor: 0 }), 1);
    expect(new Set(frozen?.bias)).toEqual(new Set([0]));
  });

  it('decay their parameters by a weight decay of their own', async () => {
    const none = { learningRate: 0.1, weightDecay: 0 };
    const decay = { ...none, weightDecay: 0.5 };
    const groups = [{ parameters: '*kernel', weightDecay: 0 }];
    const [spared] = await course(AdamW({ ...decay, groups }), 1);
    const [plain] = await course(AdamW(none), 1);
    const [decayed] = await course(AdamW(decay), 1);
    expect(spared?.kernel).toEqual(plain?.kernel);
    expect(decayed?.kernel).not.toEqual(plain?.kernel);
  });

  it('the first group that names a parameter has it', async () => {
    const groups = [{ parameters: '*bias', learningRateFactor: 0 }, { parameters: '*' }];
    const [frozen] = await course(withGroups(...groups), 1);
    expect(new Set(frozen?.bias)).toEqual(new Set([0]));
  });

  it('a group that names no parameter is refused, with the names that there are', async () => {
    await expect(course(withGroups({ parameters: 'dense_9/*' }), 1)).rejects.toThrow(
      /SGD: group 1: dense_9\/\* names no parameter.*There are: .*dense_1\/kernel/,
    );
    // @ts-expect-error: what a file may hold
    expect(() => withGroups({ parameter: '*' })).toThrow(/group 1: unknown option parameter/);
  });
});
