import { describe, expect, it } from 'vitest';
import { windowExtent } from './geometry.ts';

describe('windowExtent', () => {
  it('keeps valid windows inside', () => {
    expect(windowExtent(28, 3, 1, 'valid')).toEqual({ output: 26, before: 0, after: 0 });
    expect(windowExtent(5, 3, 2, 'valid')).toEqual({ output: 2, before: 0, after: 0 });
    expect(windowExtent(6, 3, 2, 'valid')).toEqual({ output: 2, before: 0, after: 0 });
  });

  it('has no valid position for a window larger than its input', () => {
    expect(windowExtent(2, 3, 1, 'valid').output).toBe(0);
    expect(windowExtent(1, 5, 3, 'valid').output).toBe(0);
  });

  it('pads `same` windows evenly, the odd cell after', () => {
    expect(windowExtent(28, 3, 1, 'same')).toEqual({ output: 28, before: 1, after: 1 });
    expect(windowExtent(28, 2, 1, 'same')).toEqual({ output: 28, before: 0, after: 1 });
    expect(windowExtent(6, 3, 2, 'same')).toEqual({ output: 3, before: 0, after: 1 });
    expect(windowExtent(5, 3, 2, 'same')).toEqual({ output: 3, before: 1, after: 1 });
  });

  it('needs no padding where `same` windows leave gaps', () => {
    expect(windowExtent(7, 1, 3, 'same')).toEqual({ output: 3, before: 0, after: 0 });
  });

  it('gives every `same` window a cell of the input, whatever the sizes', () => {
    for (let input = 1; input <= 12; input++) {
      for (let size = 1; size <= 14; size++) {
        for (let stride = 1; stride <= 5; stride++) {
          const { output, before } = windowExtent(input, size, stride, 'same');
          expect(output).toBe(Math.ceil(input / stride));
          expect(before).toBeLessThan(size);
          expect((output - 1) * stride - before).toBeLessThan(input);
        }
      }
    }
  });
});
