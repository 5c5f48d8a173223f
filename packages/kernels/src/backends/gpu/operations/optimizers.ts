// The optimizers' updates, from their formulas: a kernel for each buffer that an update assigns, an element a thread, in the
// order of the assignments.

import { type OptimizerOperation, updateOf } from '../../../formulas/optimizers/list.ts';
import { bodyOf } from '../formula.ts';
import { type Context, formsLike, here, type Kernel, only } from '../kernel.ts';

export function optimizerUpdate(operation: OptimizerOperation, context: Context): readonly Kernel[] {
  const { fields, assignments } = updateOf(operation);
  const buffers = new Map(fields.map(({ field, buffer }) => [field, buffer]));
  const scalars = new Set(fields.filter(({ use }) => use === 'scalar').map(({ field }) => field));
  return assignments.map(({ field, value }, index): Kernel => {
    // What a kernel before this one has assigned is in its buffer.
    const assigned = new Map(assignments.slice(0, index).map((done) => [done.value, done.field]));
    const inputs: Record<string, string> = {};
    const read = (name: string): string => {
      inputs[name] = bufferOf(name);
      return `${name}${scalars.has(name) ? only : here}`;
    };
    const body = bodyOf(value, read, assigned);
    const elements = Object.keys(inputs).filter((name) => name !== field && !scalars.has(name));
    const output = bufferOf(field);
    return { output, inputs, forms: formsLike(output, context, elements), body };
  });

  function bufferOf(field: string): string {
    const buffer = buffers.get(field);
    if (buffer === undefined)
      throw new Error(`${operation.kind}: a formula reads ${field}, which is no buffer`);
    return buffer;
  }
}
