import { describe, expect, it } from 'vitest';
import { CosineDecay } from './cosineDecay.ts';
import { ExponentialDecay } from './exponentialDecay.ts';
import { type LearningRate, learningRateAt, parseLearningRate } from './list.ts';
import { PiecewiseConstantDecay } from './piecewiseConstantDecay.ts';
import { PiecewiseLinear } from './piecewiseLinear.ts';

function ratesAt(rate: LearningRate, steps: readonly number[], totalSteps = 1): readonly number[] {
  return steps.map((step) => Number(learningRateAt(rate, step, totalSteps).toPrecision(6)));
}

describe('learning-rate schedules', () => {
  it('a number is the rate of every step', () => {
    expect(ratesAt(0.01, [0, 1e6])).toEqual([0.01, 0.01]);
  });

  it('exponential decay falls by its rate every decaySteps', () => {
    const options = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
    expect(ratesAt(ExponentialDecay(options), [0, 5, 10, 20])).toEqual([0.1, 0.0707107, 0.05, 0.025]);
    const stairs = ExponentialDecay({ ...options, staircase: true });
    expect(ratesAt(stairs, [0, 9, 10, 19, 20])).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
  });

  it('cosine decay ends at alpha times its start, and stays there', () => {
    const cosine = CosineDecay({ initialLearningRate: 1, decaySteps: 4, alpha: 0.1 });
    expect(ratesAt(cosine, [0, 2, 4, 100])).toEqual([1, 0.55, 0.1, 0.1]);
  });

  it('cosine decay warms up in a straight line, then decays from the target', () => {
    const options = { initialLearningRate: 0.2, decaySteps: 4, warmupTarget: 1, warmupSteps: 8 };
    expect(ratesAt(CosineDecay(options), [0, 4, 8, 10, 12])).toEqual([0.2, 0.6, 1, 0.5, 0]);
  });

  it('piecewise constant holds a value up to and including its boundary', () => {
    const pieces = PiecewiseConstantDecay({ boundaries: [10, 20], values: [1, 0.5, 0.1] });
    expect(ratesAt(pieces, [0, 10, 11, 20, 21])).toEqual([1, 1, 0.5, 0.5, 0.1]);
  });

  it('piecewise linear lies on the line between its points', () => {
    const triangle = PiecewiseLinear({ steps: [10, 20, 40], values: [0, 1, 0.5] });
    expect(ratesAt(triangle, [0, 10, 15, 20, 30, 40, 99])).toEqual([0, 0, 0.5, 1, 0.75, 0.5, 0.5]);
  });

  it('count in shares of the training, if they are told to', () => {
    const triangle = PiecewiseLinear({ unit: 'run', steps: [0, 0.25, 1], values: [0.2, 1, 0.1] });
    expect(ratesAt(triangle, [0, 5, 10, 40], 40)).toEqual([0.2, 0.6, 1, 0.1]);
    const cosine = CosineDecay({ unit: 'run', initialLearningRate: 1, decaySteps: 1 });
    expect(ratesAt(cosine, [0, 50, 100], 100)).toEqual([1, 0.5, 0]);
    expect(() => ExponentialDecay({ initialLearningRate: 1, decaySteps: 0.1, decayRate: 0.5 })).toThrow(
      /decaySteps: .*found 0.1/,
    );
  });

  it('survive JSON', () => {
    const cosine = CosineDecay({ initialLearningRate: 1, decaySteps: 4 });
    expect(parseLearningRate(JSON.parse(JSON.stringify(cosine)), 'SGD')).toEqual(cosine);
  });

  it('refuse what is no rate, naming it', () => {
    expect(() => parseLearningRate(-1, 'SGD')).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: SGD: learningRate: expected a number of at least 0 or a schedule, found -1]`,
    );
    expect(() => parseLearningRate({ type: 'CosinDecay' }, 'SGD')).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: unknown schedule: CosinDecay. Did you mean CosineDecay? There are: ExponentialDecay, CosineDecay, PiecewiseConstantDecay, PiecewiseLinear]`,
    );
    const falling = { boundaries: [20, 10], values: [1, 2, 3] };
    expect(() => PiecewiseConstantDecay(falling)).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: PiecewiseConstantDecay: boundaries: expected rising steps, one fewer than the 3 values, found [20,10]]`,
    );
  });
});
