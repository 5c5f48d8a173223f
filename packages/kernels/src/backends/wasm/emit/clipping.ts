// Gradient clipping. It works on finished gradients, so each kernel waits for the end of its segment. A gradient's padding
// may hold anything: it must not get into a norm.

import type { ClipNorm, ClipValue, SumOfSquares } from '../../../operations.ts';
import {
  at,
  extractLane,
  type F32,
  type F64,
  f32,
  f64,
  float,
  int,
  loadF32,
  loadVector,
  type V128,
  v,
  zeros,
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel, Placement } from '../contract/kernel.ts';
import { present } from './rows.ts';

/** Vectors that are summed in float32 before the sum goes on in float64: exact enough for any number of elements. */
const chunk = 64;

export function sumOfSquaresKernel(buffers: Buffers, op: SumOfSquares): Kernel {
  const size = buffers.size(op.input);
  const vectors = Math.floor(size / 4);
  return {
    ...wholeKernel(`${op.output} sum of squares`, present(op.input, op.previous), op.output),
    emit: (place) => ({
      finish(w) {
        const from = w.let(int(place.whole(op.input)));
        const start = op.previous === null ? float(0) : loadF32(at(place.whole(op.previous)));
        const total = w.let(f64.promote(start) as F64);
        const addChunk = (length: number) => {
          const sum = w.let(zeros);
          w.range(0, length, () => {
            const x = w.let(loadVector(at(from)));
            w.set(sum, w.multiplyAdd(x, x, sum));
            w.advance(from, 16);
          });
          for (const lane of [0, 1, 2, 3]) {
            w.set(total, f64.add(total, f64.promote(extractLane(sum, lane))) as F64);
          }
        };
        w.range(0, Math.floor(vectors / chunk), () => addChunk(chunk));
        addChunk(vectors % chunk);
        w.range(0, size % 4, () => {
          const x = w.let(f64.promote(loadF32(at(from))) as F64);
          w.set(total, f64.add(total, f64.mul(x, x)) as F64);
          w.advance(from, 4);
        });
        w.storeF32(at(place.whole(op.output)), f32.demote(total) as F32);
      },
    }),
  };
}

export function clipNormKernel(buffers: Buffers, op: ClipNorm): Kernel {
  return {
    ...wholeKernel(`${op.output} clip norm`, [op.input, op.sumOfSquares], op.output),
    emit: (place) => ({
      finish(w) {
        const norm = f32.sqrt(loadF32(at(place.whole(op.sumOfSquares)))) as F32;
        const factor = w.let(v.splat(f32.div(float(op.limit), f32.max(float(op.limit), norm)))) as V128;
        mapVectors(w, place, buffers, op, (x) => v.mul(x, factor) as V128);
      },
    }),
  };
}

export function clipValueKernel(buffers: Buffers, op: ClipValue): Kernel {
  return {
    ...wholeKernel(`${op.output} clip value`, [op.input], op.output),
    emit: (place) => ({
      finish(w) {
        const [lowest, highest] = [w.constant(-op.limit), w.constant(op.limit)];
        mapVectors(w, place, buffers, op, (x) => v.min(v.max(x, lowest), highest) as V128);
      },
    }),
  };
}

function wholeKernel(name: string, reads: readonly string[], output: string): Omit<Kernel, 'emit'> {
  return { name, scope: 'batch', reads, writes: [output], reduces: [], scratch: [] };
}

function mapVectors(
  w: Writer,
  place: Placement,
  buffers: Buffers,
  { input, output }: { readonly input: string; readonly output: string },
  compute: (x: V128) => V128,
): void {
  const from = w.let(int(place.whole(input)));
  const to = w.let(int(place.whole(output)));
  w.range(0, Math.ceil(buffers.size(output) / 4), () => {
    w.storeVector(at(to), compute(w.let(loadVector(at(from)))));
    w.advance(from, 16);
    w.advance(to, 16);
  });
}
