// Dropout is a product with a mask. The mask is made beside the GPU: its hash needs whole 32-bit products, which gpu.js
// has in none of its modes. Forward and backward share one.

import type { Dropout, DropoutGrad } from '../../../operations.ts';
import { type Context, formsLike, here, type Kernel } from '../kernel.ts';

export function dropout({ key, rate, input, output }: Dropout, context: Context): readonly Kernel[] {
  return masked(input, output, { key, rate }, context);
}

export function dropoutGrad(operation: DropoutGrad, context: Context): readonly Kernel[] {
  const { key, rate, outputGrad, inputGrad } = operation;
  return masked(outputGrad, inputGrad, { key, rate }, context);
}

function masked(
  input: string,
  output: string,
  dropped: { readonly key: string; readonly rate: number },
  context: Context,
): readonly Kernel[] {
  const mask = context.mask({ ...dropped, extents: context.extents(output) });
  const forms = formsLike(output, context, ['input']);
  return [{ output, inputs: { input, mask }, forms, body: `return input${here} * mask${here};` }];
}
