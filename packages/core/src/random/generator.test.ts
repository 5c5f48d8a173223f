import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { createGenerator, type Generator, restoreGenerator } from './generator.ts';
import { deriveSeed } from './seed.ts';

function draw(generator: Generator, count: number): number[] {
  return Array.from({ length: count }, () => generator.nextUint32());
}

function meanAndVariance(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe('xoshiro128**', () => {
  // Printed by Blackman and Vigna's reference C code, compiled with gcc.
  it('gives the numbers of the reference code for the state 1, 2, 3, 4', () => {
    const generator = restoreGenerator({ words: [1, 2, 3, 4], spareNormal: null });
    expect(draw(generator, 8)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849,
    ]);
    draw(generator, 1_000_000 - 8);
    expect(generator.nextUint32()).toBe(3175353485);
  });

  it('gives the numbers of the reference code for a state with high bits set', () => {
    const words = [0xdeadbeef, 0x01234567, 0x89abcdef, 0xffffffff] as const;
    expect(draw(restoreGenerator({ words, spareNormal: null }), 8)).toEqual([
      2576977298, 1162350735, 2291329051, 732944927, 482780208, 3416574328, 2872943131, 1297184098,
    ]);
  });

  it('reads a seed as little-endian words', () => {
    expect(createGenerator('01000000020000000300000004000000').state().words).toEqual([1, 2, 3, 4]);
  });

  it('leaves the all-zero seed for a state that moves', () => {
    expect(new Set(draw(createGenerator('0'.repeat(32)), 100)).size).toBeGreaterThan(90);
  });
});

describe('uniform', () => {
  it('stays in [0, 1), fits float32 exactly, and has the mean and variance of a uniform', () => {
    const generator = createGenerator(deriveSeed(1, 'uniform'));
    const values = Array.from({ length: 100_000 }, () => generator.uniform());
    expect(values.every((value) => value >= 0 && value < 1 && Math.fround(value) === value)).toBe(true);
    const { mean, variance } = meanAndVariance(values);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });
});

describe('normal', () => {
  it('has mean 0, variance 1, and a normal share within one standard deviation', () => {
    const generator = createGenerator(deriveSeed(1, 'normal'));
    const values = Array.from({ length: 100_000 }, () => generator.normal());
    const { mean, variance } = meanAndVariance(values);
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const within = values.filter((value) => Math.abs(value) < 1).length / values.length;
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.006);
  });
});

describe('integer', () => {
  it('gives each of n numbers equally often', () => {
    const generator = createGenerator(deriveSeed(1, 'integer'));
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const value = generator.integer(7);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // χ² with 6 degrees of freedom: above 22.5 with probability 0.001.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(22.5);
  });

  it('favours no third of a range that does not divide 2^32', () => {
    // Taking the remainder alone would give the lowest quarter of 3 · 2^30 twice as often as the others.
    const generator = createGenerator(deriveSeed(1, 'large integer'));
    const n = 3 * 2 ** 30;
    const low = Array.from({ length: 30_000 }, () => generator.integer(n)).filter((value) => value < 2 ** 30);
    expect(Math.abs(low.length / 30_000 - 1 / 3)).toBeLessThan(0.01);
  });

  it('accepts 1 and 2^32, and refuses what is no such range', () => {
    const generator = createGenerator(deriveSeed(1));
    expect(generator.integer(1)).toBe(0);
    expect(generator.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33])
      expect(() => generator.integer(n)).toThrow('from 1 to 2^32');
  });
});

describe('permutation', () => {
  it('holds every number once, and is not the identity', () => {
    const order = createGenerator(deriveSeed(1, 'order')).permutation(10_000);
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(order.filter((value, i) => value === i).length).toBeLessThan(10);
  });

  it('reaches the six orders of three things equally often', () => {
    const generator = createGenerator(deriveSeed(1, 'orders'));
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const key = generator.permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    // χ² with 5 degrees of freedom: above 20.5 with probability 0.001.
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquared).toBeLessThan(20.5);
  });

  it('of nothing is empty', () => {
    expect(createGenerator(deriveSeed(1)).permutation(0)).toEqual(new Uint32Array(0));
  });
});

describe('state', () => {
  it('restores a stream in the middle, through JSON, with its spare normal', () => {
    const generator = createGenerator(deriveSeed(3, 'state'));
    generator.normal();
    const restored = restoreGenerator(JSON.parse(JSON.stringify(generator.state())));
    const next = (g: Generator) => [
      g.normal(),
      g.normal(),
      g.uniform(),
      g.integer(1000),
      ...g.permutation(5),
    ];
    expect(next(restored)).toEqual(next(generator));
  });

  it('is refused when it is no state', () => {
    const invalid = [
      { words: [0, 0, 0, 0] as const, spareNormal: null },
      { words: [1, 2, 3, -4] as const, spareNormal: null },
      { words: [1, 2, 3, 4] as const, spareNormal: Number.NaN },
    ];
    for (const state of invalid) expect(() => restoreGenerator(state)).toThrow(CoreError);
  });
});
