import { describe, expect, it } from 'vitest';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { type DrawnInitializerName, initializerNames, initialValues } from './initializers.ts';

const shape = [3, 3, 64, 32] as const;
const fanIn = 3 * 3 * 64;
const fanOut = 3 * 3 * 32;

/** Keras's variance of each rule. */
const variances = new Map<DrawnInitializerName, number>([
  ['zeros', 0],
  ['glorotUniform', 2 / (fanIn + fanOut)],
  ['glorotNormal', 2 / (fanIn + fanOut)],
  ['heUniform', 2 / fanIn],
  ['heNormal', 2 / fanIn],
  ['lecunUniform', 1 / fanIn],
  ['lecunNormal', 1 / fanIn],
  ['torchUniform', 1 / (3 * fanIn)],
]);

function draw(name: DrawnInitializerName, of: readonly number[] = shape): Float32Array {
  return initialValues(name, of, createGenerator(deriveSeed(1, name)));
}

function moments(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe('initializers', () => {
  it.each([...variances])('%s has mean 0 and its variance', (name, expected) => {
    const { mean, variance } = moments(draw(name));
    expect(mean).toBeCloseTo(0, 2);
    // 18,432 draws: 5% is more than five standard errors.
    expect(Math.abs(variance - expected)).toBeLessThanOrEqual(0.05 * expected);
  });

  it('are all checked here', () => {
    expect([...variances.keys(), 'ones', 'dirac', 'whitening'].sort()).toEqual([...initializerNames].sort());
    expect(new Set(draw('ones'))).toEqual(new Set([1]));
  });

  it('stay inside the uniform limit of Keras', () => {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const values = draw('glorotUniform');
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.99 * limit);
  });

  it('cut normals off at two deviations', () => {
    const deviation = Math.sqrt(2 / fanIn) / 0.8796256610342398;
    const largest = Math.max(...draw('heNormal').map(Math.abs));
    expect(largest).toBeLessThanOrEqual(2 * deviation * (1 + 1e-6));
    expect(largest).toBeGreaterThan(1.9 * deviation);
  });

  it('dirac passes each channel on in a filter of its own, and draws the filters that are left', () => {
    const kernel = draw('dirac', [3, 3, 2, 3]);
    const filter = (f: number) => kernel.filter((_, i) => i % 3 === f);
    const identity = (channel: number) => Array.from({ length: 18 }, (_, i) => (i === 8 + channel ? 1 : 0));
    expect([...filter(0)]).toEqual(identity(0));
    expect([...filter(1)]).toEqual(identity(1));
    expect(Math.max(...filter(2).map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(18));
    expect(new Set(filter(2)).size).toBe(18);
  });

  it('count the fans of dense kernels', () => {
    const limit = Math.sqrt(6 / (100 + 50));
    expect(Math.max(...draw('glorotUniform', [100, 50]).map(Math.abs))).toBeGreaterThan(0.99 * limit);
  });
});
