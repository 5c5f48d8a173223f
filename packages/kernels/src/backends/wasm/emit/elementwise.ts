// Operations on single elements: activations and their gradients, scaling, dropout. Rows are whole vectors, so a group
// of rows is one run of vectors.

import { dropThreshold } from '../../../dropout.ts';
import type {
  Activation,
  ActivationFunction,
  ActivationGrad,
  Dropout,
  DropoutGrad,
  Scale,
} from '../../../operations.ts';
import {
  add,
  at,
  type I32,
  int,
  lanes,
  loadI32,
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
import { expVector, normalCdfVector, sigmoidVector, tanhVector } from './math.ts';

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

function activate(w: Writer, kind: ActivationFunction, x: V128): V128 {
  switch (kind) {
    case 'linear':
      return x;
    case 'relu':
      return v.max(x, zeros) as V128;
    case 'sigmoid':
      return sigmoidVector(w, x);
    case 'tanh':
      return tanhVector(w, x);
    case 'gelu':
      return v.mul(x, normalCdfVector(w, x)) as V128;
    default:
      return kind satisfies never;
  }
}

export function activationKernel(buffers: Buffers, op: Activation): Kernel {
  const name = `${op.output} ${op.function}`;
  return elementwise(buffers, name, [op.input], op.output, (w, [x = zeros]) => activate(w, op.function, x));
}

/** The gradient from what each function keeps best: its output, or for GELU its input. */
export function activationGradKernel(buffers: Buffers, op: ActivationGrad): Kernel {
  const source = op.function === 'gelu' ? op.input : op.output;
  return elementwise(
    buffers,
    `${op.inputGrad} ${op.function}`,
    [source, op.outputGrad],
    op.inputGrad,
    (w, values) => {
      const [y = zeros, g = zeros] = values;
      const one = w.constant(1);
      switch (op.function) {
        case 'linear':
          return g;
        case 'relu':
          return v.and(g, v.gt(y, zeros)) as V128;
        case 'sigmoid':
          return v.mul(g, v.mul(y, v.sub(one, y))) as V128;
        case 'tanh':
          return v.mul(g, v.sub(one, v.mul(y, y))) as V128;
        case 'gelu': {
          const density = v.mul(
            expVector(w, v.mul(v.mul(y, y), w.constant(-0.5)) as V128),
            w.constant(1 / Math.sqrt(2 * Math.PI)),
          );
          return v.mul(g, w.multiplyAdd(y, density as V128, normalCdfVector(w, y))) as V128;
        }
        default:
          return op.function satisfies never;
      }
    },
  );
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
