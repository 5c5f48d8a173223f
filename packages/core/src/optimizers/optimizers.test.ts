import { describe, expect, it } from 'vitest';
import { Adadelta } from './adadelta.ts';
import { Adagrad } from './adagrad.ts';
import { Adam } from './adam.ts';
import { AdamW } from './adamw.ts';
import { Lamb } from './lamb.ts';
import { Lion } from './lion.ts';
import { optimizerDefinition, resolveOptimizer } from './list.ts';
import { Nadam } from './nadam.ts';
import { RMSprop } from './rmsprop.ts';
import { SGD } from './sgd.ts';

describe('optimizers', () => {
  it("have Keras 3's defaults", () => {
    expect(SGD()).toEqual({
      groups: [],
      type: 'SGD',
      learningRate: 0.01,
      weightDecay: 0,
      momentum: 0,
      nesterov: false,
    });
    expect(RMSprop()).toEqual({
      groups: [],
      type: 'RMSprop',
      learningRate: 0.001,
      weightDecay: 0,
      rho: 0.9,
      epsilon: 1e-7,
    });
    expect(Adadelta()).toEqual({
      type: 'Adadelta',
      learningRate: 0.001,
      weightDecay: 0,
      groups: [],
      rho: 0.95,
      epsilon: 1e-7,
    });
    const adam = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    expect(Adam()).toEqual({ groups: [], type: 'Adam', weightDecay: 0, ...adam });
    expect(AdamW()).toEqual({ groups: [], type: 'AdamW', weightDecay: 0.004, ...adam });
    expect(Nadam()).toEqual({ groups: [], type: 'Nadam', weightDecay: 0, ...adam });
    expect(Lamb()).toEqual({ groups: [], type: 'Lamb', weightDecay: 0, ...adam });
    const common = { groups: [], learningRate: 0.001, weightDecay: 0 };
    expect(Adagrad()).toEqual({ ...common, type: 'Adagrad', initialAccumulatorValue: 0.1, epsilon: 1e-7 });
    expect(Lion()).toEqual({ ...common, type: 'Lion', beta1: 0.9, beta2: 0.99 });
  });

  it('are taken by name with their defaults, or as data', () => {
    expect(resolveOptimizer('AdamW')).toEqual(AdamW());
    const spec = SGD({ momentum: 0.9, nesterov: true });
    expect(resolveOptimizer(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it('give Adam a step size that makes up for averages that begin at 0', () => {
    const { scalars } = optimizerDefinition('Adam');
    const first = scalars(Adam(), 0.1, 0);
    expect(first.learningRate).toBe(0.1);
    expect(first.alpha).toBeCloseTo((0.1 * Math.sqrt(1 - 0.999)) / (1 - 0.9), 12);
    expect(scalars(Adam(), 0.1, 99_999).alpha).toBeCloseTo(0.1, 12);
  });

  it('take one way of clipping gradients, and keep it', () => {
    const spec = Adam({ globalClipNorm: 1 });
    expect(spec.globalClipNorm).toBe(1);
    expect(resolveOptimizer(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    expect(() => Adam({ clipNorm: 1, clipValue: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: Adam: expected one of clipNorm, globalClipNorm, clipValue, found clipNorm and clipValue. Leave out all but one]`,
    );
    expect(() => SGD({ clipValue: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: SGD: clipValue: expected a number above 0, found 0]`,
    );
  });

  it('say which there are', () => {
    expect(() => resolveOptimizer('rmsprop' as 'RMSprop')).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: unknown optimizer: rmsprop. Did you mean RMSprop? There are: SGD, RMSprop, Adam, AdamW, Adadelta, Nadam, Adagrad, Lion, Lamb]`,
    );
    expect(() => SGD({ momentum: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: SGD: momentum: expected a number from 0 up to, not including, 1, found 1]`,
    );
    expect(() => Lion({ beta1: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: Lion: beta1: expected a number above 0, up to 1, found 0]`,
    );
    expect(() => SGD({ lr: 1 } as object)).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: SGD: unknown option lr. There are: momentum, nesterov, learningRate, weightDecay, groups, clipNorm, globalClipNorm, clipValue]`,
    );
  });
});
