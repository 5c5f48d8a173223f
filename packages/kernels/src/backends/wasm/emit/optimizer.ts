// Updates of optimizers: one kernel passes over all parameters that share an optimizer's settings, each with its gradient
// and state. Buffers end on whole vectors; the padding may hold anything and is never read as an element.

import { countInputs, type Expression, partsOf } from '../../../formulas/expression.ts';
import { type OptimizerOperation, updateOf } from '../../../formulas/optimizers/list.ts';
import type { BoundField, BoundUpdate } from '../../../formulas/update.ts';
import { at, type Local, loadSplat, loadVector, type V128 } from '../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { writeFormulas } from './formula.ts';

/** The buffers with an element for each of the parameter's, in the order of the step function's parameters. */
const elementsOf = ({ fields }: BoundUpdate): BoundField[] => fields.filter(({ use }) => use !== 'scalar');
const scalarsOf = ({ fields }: BoundUpdate): BoundField[] => fields.filter(({ use }) => use === 'scalar');
const bufferOf = ({ buffer }: BoundField): string => buffer;

/** Operations with equal settings can share one kernel. */
export function optimizerSettings(op: OptimizerOperation): string {
  const own = new Set(elementsOf(updateOf(op)).map(({ field }) => field));
  return JSON.stringify(Object.entries(op).filter(([field]) => !own.has(field)));
}

/** `ops` have equal settings. */
export function optimizerKernel(
  context: ModuleContext,
  buffers: Buffers,
  ops: readonly [OptimizerOperation, ...OptimizerOperation[]],
): Kernel {
  const updates = ops.map((op) => updateOf(op));
  const [update = updateOf(ops[0])] = updates;
  const elements = updates.flatMap(elementsOf);
  return {
    name: `${ops[0].kind}, ${ops.length} parameters`,
    scope: 'batch',
    reads: [...scalarsOf(update), ...elements.filter(({ use }) => use !== 'write')].map(bufferOf),
    writes: elements.filter(({ use }) => use !== 'read').map(bufferOf),
    reduces: [],
    scratch: [],
    emit(place) {
      const step = defineStep(context, update, (buffer) => place.whole(buffer));
      return {
        finish(w) {
          for (const buffersOfOne of updates.map((one) => elementsOf(one).map(bufferOf))) {
            const vectors = Math.ceil(buffers.size(buffersOfOne[0] ?? '') / 4);
            w.call(step, ...buffersOfOne.map((buffer) => place.whole(buffer)), vectors);
          }
        },
      };
    },
  };
}

/** A function of the addresses of what an update reads and writes, and of how many vectors they hold. */
function defineStep(context: ModuleContext, update: BoundUpdate, address: (buffer: string) => number): Func {
  const elements = elementsOf(update);
  return Writer.define(context, elements.length + 1, (w, ...parameters) => {
    const scalars = scalarsOf(update).map(({ field, buffer }): [string, V128] => [
      field,
      w.let(loadSplat(at(address(buffer)))),
    ]);
    const kept = keepScalars(w, update, Object.fromEntries(scalars));
    const pointers = elements.flatMap(
      ({ field, use }, i): { field: string; use: string; p: Local<'i32'> }[] => {
        const start = parameters[i];
        return start ? [{ field, use, p: w.let(start) }] : [];
      },
    );
    const vectors = parameters[elements.length];
    if (!vectors) throw new Error('an update of more buffers than a function takes');
    w.range(0, vectors, () => {
      const inputs = pointers
        .filter(({ field }) => update.reads.has(field))
        .map(({ field, use, p }): [string, V128] => {
          const value = loadVector(at(p));
          // State that is read once is read where it is used.
          const once = use === 'update' && field !== 'parameter' && update.reads.get(field) === 1;
          return [field, once ? value : w.let(value)];
        });
      const write = writeFormulas(w, Object.fromEntries([...scalars, ...inputs]), new Map(kept));
      for (const { field, value } of update.assignments) {
        const target = pointers.find((pointer) => pointer.field === field);
        if (!target) throw new Error(`${field} is assigned, but is no buffer of the operation`);
        w.storeVector(at(target.p), write(value));
      }
      for (const { p } of pointers) w.advance(p, 16);
    });
  });
}

/** What depends on scalars alone is computed once, before the loop. */
function keepScalars(
  w: Writer,
  { assignments }: BoundUpdate,
  scalars: Readonly<Record<string, V128>>,
): Map<Expression, V128> {
  const kept = new Map<Expression, V128>();
  const write = writeFormulas(w, scalars, kept);
  const visit = (expression: Expression): void => {
    const isScalar = [...countInputs([expression]).keys()].every((name) => name in scalars);
    if (expression.kind === 'kept' && isScalar) write(expression);
    else for (const part of partsOf(expression)) visit(part);
  };
  for (const { value } of assignments) visit(value);
  return kept;
}
