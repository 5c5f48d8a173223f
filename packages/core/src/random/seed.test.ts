import { describe, expect, it } from 'vitest';
import { createGenerator } from './generator.ts';
import { deriveSeed, seedWords } from './seed.ts';

describe('deriveSeed', () => {
  // printf '["convoy",7,"member",0,"order"]' | sha256sum
  it('is the start of SHA-256 over the JSON text of the path', () => {
    expect(deriveSeed(7, 'member', 0, 'order')).toBe('c7bffd11c16bd6bcba341dacf94c30ff');
    expect(deriveSeed(0)).toBe('c32451bb5463c3033280d6eeaeaabe69');
  });

  it('keeps paths apart that look alike', () => {
    const seeds = [
      deriveSeed(1, 'a', 1),
      deriveSeed(1, 'a', '1'),
      deriveSeed(1, 'a1'),
      deriveSeed(1, 'a', 1, ''),
      deriveSeed(1, 'a","1'),
      deriveSeed(11, 'a'),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('gives streams that do not follow one another', () => {
    const first = createGenerator(deriveSeed(1, 'member', 0));
    const second = createGenerator(deriveSeed(1, 'member', 1));
    const count = 50_000;
    let product = 0;
    let equal = 0;
    for (let i = 0; i < count; i++) {
      const a = first.uniform();
      const b = second.uniform();
      product += (a - 1 / 2) * (b - 1 / 2);
      if (a === b) equal++;
    }
    // The correlation of independent streams has standard deviation 1 / √count = 0.0045.
    expect(Math.abs((product / count) * 12)).toBeLessThan(0.02);
    expect(equal).toBeLessThan(3);
  });

  it('refuses a seed that is no whole number, saying which value it got', () => {
    expect(() => deriveSeed(1.5)).toThrow(
      'run seed: expected a whole number from 0 to 9007199254740991, got 1.5',
    );
    expect(() => deriveSeed(-1)).toThrow('got -1');
    expect(() => deriveSeed(1, 'member', Number.NaN)).toThrow('number in a seed path');
  });
});

describe('seedWords', () => {
  it('refuses what is not 32 hexadecimal digits', () => {
    for (const seed of ['', '7', 'g'.repeat(32), 'A'.repeat(32), '0'.repeat(33)])
      expect(() => seedWords(seed)).toThrow('32 lower-case hexadecimal digits');
  });
});
