// Mean and variance of every channel over all rows, and their moving averages.

import type { BatchNormalizationStatistics } from '../../../../operations.ts';
import {
  add,
  at,
  double,
  eqz,
  type F32,
  type F64,
  f32,
  f64,
  type Local,
  loadF32,
  loadF64,
  loadVector,
  mul,
  pointer,
  shl,
  type V128,
  v,
  zeros,
} from '../../code/values.ts';
import type { Buffers } from '../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../contract/kernel.ts';
import { eachChannelBlock, eachOf, vectorBytes } from './channels.ts';

/**
 * Sums and sums of squares about a pivot (each channel's first value), in floats over one image and in doubles over
 * images, so that a mean far from zero costs no digits.
 */
export function statisticsKernel(buffers: Buffers, op: BatchNormalizationStatistics): Kernel {
  const { positions, channels } = buffers.channels(op.input);
  const doubles = vectorBytes(channels) * 2;
  const scratch: Scratch[] = [
    { name: 'sums', bytes: doubles, lifetime: 'segment' },
    { name: 'squares', bytes: doubles, lifetime: 'segment' },
    { name: 'pivot', bytes: vectorBytes(channels) + 16, lifetime: 'segment' },
    { name: 'image', bytes: vectorBytes(channels) * 2, lifetime: 'call' },
  ];
  return {
    name: `${op.mean} statistics`,
    scope: 'rows',
    reads: [op.input, op.movingMean, op.movingVariance],
    writes: [],
    reduces: [op.mean, op.variance, op.movingMean, op.movingVariance],
    scratch,
    emit(place) {
      const sums = place.scratch('sums');
      const squares = place.scratch('squares');
      const pivot = place.scratch('pivot');
      const image = place.scratch('image');
      return {
        prepare(w) {
          w.fill(at(sums), 0, doubles);
          w.fill(at(squares), 0, doubles);
        },
        rows(w, first, count) {
          const base = w.let(pointer(place.rows(op.input, first)));
          w.if(eqz(first), () => w.copy(at(pivot), at(base), vectorBytes(channels)));
          w.range(0, count, (row) => {
            const start = w.let(add(base, mul(row, buffers.rowBytes(op.input))));
            eachChannelBlock(w, channels, (offset, vectors) => {
              const from = w.let(add(start, offset));
              const origin = eachOf(vectors, (j) => w.let(loadVector(at(offset, pivot + j * 16))));
              const sum = eachOf(vectors, () => w.let(zeros));
              const square = eachOf(vectors, () => w.let(zeros));
              w.range(0, positions, () => {
                for (let j = 0; j < vectors; j++) {
                  const x = w.let(v.sub(loadVector(at(from, j * 16)), origin[j] as V128)) as Local<'v128'>;
                  w.set(sum[j] as Local<'v128'>, v.add(sum[j] as V128, x) as V128);
                  w.set(square[j] as Local<'v128'>, w.multiplyAdd(x, x, square[j] as V128));
                }
                w.advance(from, channels * 4);
              });
              for (let j = 0; j < vectors; j++) {
                w.storeVector(at(offset, image + j * 16), sum[j] as V128);
                w.storeVector(at(offset, image + vectorBytes(channels) + j * 16), square[j] as V128);
              }
            });
            w.range(0, channels, (c) => {
              const [from, to] = [mul(c, 4), mul(c, 8)];
              for (const [total, part] of [
                [sums, image],
                [squares, image + vectorBytes(channels)],
              ] as const) {
                w.storeF64(
                  at(to, total),
                  f64.add(loadF64(at(to, total)), f64.promote(loadF32(at(from, part)))) as F64,
                );
              }
            });
          });
        },
        finish(w, rows) {
          const n = w.let(f64.mul(f64.fromI32(rows), double(positions)));
          const unbiased = w.let(
            op.unbiasedMovingVariance ? f64.div(n, f64.max(double(1), f64.sub(n, double(1)))) : double(1),
          );
          w.range(0, channels, (c) => {
            const mean = w.let(f64.div(loadF64(at(mul(c, 8), sums)), n));
            const square = f64.div(loadF64(at(mul(c, 8), squares)), n);
            const variance = w.let(f64.max(double(0), f64.sub(square, f64.mul(mean, mean)))) as Local<'f64'>;
            const offset = w.let(shl(c, 2));
            w.set(mean, f64.add(mean, f64.promote(loadF32(at(offset, pivot)))) as F64);
            const store = (name: string, value: F64) =>
              w.storeF32(at(offset, place.whole(name)), f32.demote(value) as F32);
            const move = (name: string, value: F64) => {
              const old = f64.promote(loadF32(at(offset, place.whole(name))));
              store(
                name,
                f64.add(f64.mul(old, double(op.momentum)), f64.mul(value, double(1 - op.momentum))) as F64,
              );
            };
            store(op.mean, mean as F64);
            store(op.variance, variance);
            move(op.movingMean, mean as F64);
            move(op.movingVariance, f64.mul(variance, unbiased) as F64);
          });
        },
      };
    },
  };
}
