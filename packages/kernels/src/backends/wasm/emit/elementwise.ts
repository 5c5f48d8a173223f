// Operations on single elements: activations and their gradients, scaling, dropout. Rows are whole vectors, so a group
// of rows is one run of vectors.

import { dropThreshold } from '../../../dropout.ts';
import { activationGradient, activationValue } from '../../../formulas/activations.ts';
import { countInputs, input } from '../../../formulas/expression.ts';
import type {
  Activation,
  ActivationGrad,
  Dropout,
  DropoutGrad,
  Scale,
  ScaleRows,
} from '../../../operations.ts';
import {
  add,
  at,
  type I32,
  int,
  lanes,
  loadI32,
  loadSplat,
  loadVector,
  mul,
  pointer,
  shrI32,
  type V128,
  v,
  zeros,
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { writeFormulas } from './formula.ts';

/** A kernel of one vector of each input to one of the output. */
function elementwise(
  buffers: Buffers,
  name: string,
  inputs: readonly string[],
  output: string,
  compute: (w: Writer, values: readonly V128[]) => V128,
): Kernel {
  const rowBytes = buffers.rowBytes(output);
  return {
    name,
    scope: 'rows',
    reads: inputs,
    writes: [output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        const from = inputs.map((input) => w.let(pointer(place.rows(input, first))));
        const to = w.let(pointer(place.rows(output, first)));
        w.range(0, mul(count, rowBytes / 16), () => {
          const values = from.map((p) => w.let(loadVector(at(p))));
          w.storeVector(at(to), compute(w, values));
          for (const p of [...from, to]) w.advance(p, 16);
        });
      },
    }),
  };
}

export function activationKernel(buffers: Buffers, op: Activation): Kernel {
  const value = activationValue(op, input('x'));
  const name = `${op.output} ${op.function}`;
  return elementwise(buffers, name, [op.input], op.output, (w, [x = zeros]) =>
    writeFormulas(w, { x })(value),
  );
}

/** Reads of `x`, `y` and the output's gradient what the formula needs. */
export function activationGradKernel(buffers: Buffers, op: ActivationGrad): Kernel {
  const gradient = activationGradient(op, { x: input('x'), y: input('y'), g: input('g') });
  const used = countInputs([gradient]);
  const operands = Object.entries({ x: op.input, y: op.output, g: op.outputGrad }).filter(([name]) =>
    used.has(name),
  );
  const inputs = operands.map(([, buffer]) => buffer);
  return elementwise(buffers, `${op.inputGrad} ${op.function}`, inputs, op.inputGrad, (w, values) => {
    const named = operands.map(([name], i): [string, V128] => [name, values[i] ?? zeros]);
    return writeFormulas(w, Object.fromEntries(named))(gradient);
  });
}

export function scaleKernel(buffers: Buffers, op: Scale): Kernel {
  const scaled = (w: Writer, x: V128) => v.mul(x, w.constant(op.factor)) as V128;
  const name = `${op.output} scale`;
  if (buffers.spec(op.output).batched) {
    return elementwise(buffers, name, [op.input], op.output, (w, [x = zeros]) => scaled(w, x));
  }
  // Of a whole buffer: once, before the rows that may read it.
  return {
    name,
    scope: 'rows',
    reads: [op.input],
    writes: [op.output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      prepare(w) {
        const [from, to] = [place.whole(op.input), place.whole(op.output)];
        w.range(0, buffers.bytes(op.output) / 16, (vector) => {
          const offset = w.let(mul(vector, 16));
          w.storeVector(at(offset, to), scaled(w, loadVector(at(offset, from))));
        });
      },
    }),
  };
}

/** Each row is a run of vectors, all of them multiplied by the row's factor. */
export function scaleRowsKernel(buffers: Buffers, op: ScaleRows): Kernel {
  const rowBytes = buffers.rowBytes(op.output);
  return {
    name: `${op.output} scaleRows`,
    scope: 'rows',
    reads: [op.factors, op.input],
    writes: [op.output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        const factors = w.let(pointer(place.rows(op.factors, first)));
        const from = w.let(pointer(place.rows(op.input, first)));
        const to = w.let(pointer(place.rows(op.output, first)));
        w.range(0, count, () => {
          const factor = w.let(loadSplat(at(factors)));
          w.range(0, rowBytes / 16, () => {
            w.storeVector(at(to), v.mul(loadVector(at(from)), factor) as V128);
            for (const p of [from, to]) w.advance(p, 16);
          });
          w.advance(factors, buffers.rowBytes(op.factors));
        });
      },
    }),
  };
}

/** Dropout and its gradient are the same: what is kept is scaled. The hash is `dropout.ts`'s, four elements at once. */
export function dropoutKernel(buffers: Buffers, op: Dropout | DropoutGrad): Kernel {
  const [input, output] = op.kind === 'dropout' ? [op.input, op.output] : [op.outputGrad, op.inputGrad];
  const size = buffers.size(output);
  const rowBytes = buffers.rowBytes(output);
  return {
    name: `${output} dropout`,
    scope: 'rows',
    reads: [input, op.key],
    writes: [output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        const from = w.let(pointer(place.rows(input, first)));
        const to = w.let(pointer(place.rows(output, first)));
        const integer = (value: number | I32) =>
          w.let(v.splatI32(typeof value === 'number' ? int(value) : value)) as V128;
        const key = place.whole(op.key);
        const [key0, key1] = [integer(loadI32(at(key))), integer(loadI32(at(key + 4)))];
        const factors = [integer(0x85ebca6b | 0), integer(0xc2b2ae35 | 0)];
        const threshold = integer(dropThreshold(op.rate));
        const mix = (h: V128): V128 => {
          const a = w.let(v.mulI32(v.xor(h, shrI32(h, 16)), factors[0] as V128)) as V128;
          const b = w.let(v.mulI32(v.xor(a, shrI32(a, 13)), factors[1] as V128)) as V128;
          return w.let(v.xor(b, shrI32(b, 16))) as V128;
        };
        const scale = w.constant(1 / (1 - op.rate));
        w.range(0, count, (row) => {
          const index = w.let(v.addI32(v.splatI32(mul(add(first, row), size)), lanes)) as V128 &
            ReturnType<typeof w.variable<'v128'>>;
          w.range(0, rowBytes / 16, () => {
            const hash = mix(w.let(v.addI32(mix(w.let(v.xor(index, key0)) as V128), key1)) as V128);
            const kept = v.geI32(shrI32(hash, 8), threshold);
            w.storeVector(at(to), v.and(v.mul(loadVector(at(from)), scale), kept) as V128);
            w.set(index, v.addI32(index, v.splatI32(int(4))) as V128);
            w.advance(from, 16);
            w.advance(to, 16);
          });
        });
      },
    }),
  };
}
