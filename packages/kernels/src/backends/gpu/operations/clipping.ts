// Gradient clipping, over whole buffers.

import type { ClipNorm, ClipValue, SumOfSquares } from '../../../operations.ts';
import { type Context, formsLike, here, type Kernel, only } from '../kernel.ts';

/** Two kernels: a sum for each place of the last axis, each a thread's, and then the sum of those. */
export function sumOfSquares(operation: SumOfSquares, context: Context): readonly Kernel[] {
  const { input, previous, output } = operation;
  const [width, height, depth] = context.extents(input);
  const sums = context.scratch([width, 1, 1]);
  return [
    {
      output: sums,
      inputs: { input },
      body: `
    let total = 0;
    for (let z = 0; z < ${depth}; z++) {
      let sum = 0;
      for (let y = 0; y < ${height}; y++) {
        const value = input[z][y][this.thread.x];
        sum += value * value;
      }
      total += sum;
    }
    return total;`,
    },
    {
      output,
      inputs: { sums, ...(previous === null ? {} : { previous }) },
      body: `
    let total = 0;
    for (let x = 0; x < ${width}; x++) { total += sums[0][0][x]; }
    return total${previous === null ? '' : ` + previous${only}`};`,
    },
  ];
}

export function clipNorm(operation: ClipNorm, context: Context): readonly Kernel[] {
  const { limit, input, sumOfSquares: squares, output } = operation;
  return [
    {
      output,
      inputs: { input, squares },
      forms: formsLike(output, context, ['input']),
      body: `return input${here} * (${limit} / Math.max(${limit}, Math.sqrt(squares${only})));`,
    },
  ];
}

export function clipValue({ limit, input, output }: ClipValue, context: Context): readonly Kernel[] {
  const body = `return Math.min(Math.max(input${here}, ${-limit}), ${limit});`;
  return [{ output, inputs: { input }, forms: formsLike(output, context, ['input']), body }];
}
