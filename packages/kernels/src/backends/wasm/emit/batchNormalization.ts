// Batch normalization: statistics and the two gradient sums run over all rows, the rest row by row.

import type {
  BatchNormalization,
  BatchNormalizationInputGrad,
  BatchNormalizationParameterGrad,
  BatchNormalizationStatistics,
} from '../../../operations.ts';
import {
  add,
  at,
  double,
  eqz,
  type F32,
  type F64,
  f32,
  f64,
  float,
  type I32,
  int,
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
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../plan/buffers.ts';
import type { Kernel, Scratch } from '../plan/kernel.ts';
import { rowOf } from './conv2d/padding.ts';

const vectorBytes = (channels: number) => Math.ceil(channels / 4) * 16;

/** Four vectors, a cache line, of channels at a time: the sums stay in registers over all positions of an image. */
function eachChannelBlock(w: Writer, channels: number, body: (offset: I32, vectors: number) => void): void {
  const vectors = Math.ceil(channels / 4);
  const offset = w.let(int(0));
  const blocks = Math.floor(vectors / 4);
  if (blocks > 0) {
    w.range(0, blocks, () => {
      body(offset, 4);
      w.advance(offset, 64);
    });
  }
  if (vectors % 4 > 0) body(offset, vectors % 4);
}

const eachOf = <T>(count: number, make: (j: number) => T): T[] =>
  Array.from({ length: count }, (_, j) => make(j));

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

interface Channelwise {
  readonly mean: string;
  readonly variance: string;
  readonly epsilon: number;
}

/** `1 / √(variance + epsilon)` of channel offset `c` (bytes). */
const inverseDeviation = (at4: (name: string) => F32, op: Channelwise): F32 =>
  f32.div(float(1), f32.sqrt(f32.add(at4(op.variance), float(op.epsilon)))) as F32;

/** Runs over every vector of every position of one row; channel tails spill into the next position, written later. */
function eachPosition(
  w: Writer,
  positions: number,
  channels: number,
  pointers: Local<'i32'>[],
  body: (offset: I32) => void,
): void {
  w.range(0, positions, () => {
    w.range(0, vectorBytes(channels), (offset) => body(offset), 16);
    for (const p of pointers) w.advance(p, channels * 4);
  });
}

export function normalizeKernel(buffers: Buffers, op: BatchNormalization): Kernel {
  const { positions, channels } = buffers.channels(op.input);
  return {
    name: `${op.output} normalize`,
    scope: 'rows',
    reads: [op.input, op.mean, op.variance, ...[op.gamma, op.beta].filter((name) => name !== null)],
    writes: [op.output],
    reduces: [],
    scratch: [{ name: 'scale', bytes: vectorBytes(channels), lifetime: 'segment' }],
    emit: (place) => ({
      prepare(w) {
        w.range(0, channels, (c) => {
          const offset = w.let(shl(c, 2));
          const value = (name: string) => loadF32(at(offset, place.whole(name)));
          const scale = inverseDeviation(value, op);
          w.storeF32(
            at(offset, place.scratch('scale')),
            op.gamma ? (f32.mul(scale, value(op.gamma)) as F32) : scale,
          );
        });
      },
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const x = w.let(pointer(rowOf(w, place.rows(op.input, first), row, buffers.rowBytes(op.input))));
          const y = w.let(pointer(rowOf(w, place.rows(op.output, first), row, buffers.rowBytes(op.output))));
          eachPosition(w, positions, channels, [x, y], (offset) => {
            const centred = v.sub(
              loadVector(at(add(x, offset))),
              loadVector(at(offset, place.whole(op.mean))),
            ) as V128;
            const scale = loadVector(at(offset, place.scratch('scale')));
            const result = op.beta
              ? w.multiplyAdd(centred, scale, loadVector(at(offset, place.whole(op.beta))))
              : (v.mul(centred, scale) as V128);
            w.storeVector(at(add(y, offset)), result);
          });
        });
      },
    }),
  };
}

export function parameterGradKernel(buffers: Buffers, op: BatchNormalizationParameterGrad): Kernel {
  const { positions, channels } = buffers.channels(op.input);
  const bytes = vectorBytes(channels);
  return {
    name: `${op.gammaGrad} and beta`,
    scope: 'rows',
    reads: [op.input, op.mean, op.variance, op.outputGrad],
    writes: [],
    reduces: [op.gammaGrad, op.betaGrad],
    scratch: [],
    emit: (place) => ({
      prepare(w) {
        w.fill(at(place.whole(op.gammaGrad)), 0, bytes);
        w.fill(at(place.whole(op.betaGrad)), 0, bytes);
      },
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const xStart = w.let(
            pointer(rowOf(w, place.rows(op.input, first), row, buffers.rowBytes(op.input))),
          );
          const gStart = w.let(
            pointer(rowOf(w, place.rows(op.outputGrad, first), row, buffers.rowBytes(op.outputGrad))),
          );
          eachChannelBlock(w, channels, (offset, vectors) => {
            const x = w.let(add(xStart, offset));
            const g = w.let(add(gStart, offset));
            const mean = eachOf(vectors, (j) => w.let(loadVector(at(offset, place.whole(op.mean) + j * 16))));
            const beta = eachOf(vectors, () => w.let(zeros));
            const gamma = eachOf(vectors, () => w.let(zeros));
            w.range(0, positions, () => {
              for (let j = 0; j < vectors; j++) {
                const grad = w.let(loadVector(at(g, j * 16)));
                const centred = v.sub(loadVector(at(x, j * 16)), mean[j] as V128) as V128;
                w.set(beta[j] as Local<'v128'>, v.add(beta[j] as V128, grad) as V128);
                w.set(gamma[j] as Local<'v128'>, w.multiplyAdd(grad, centred, gamma[j] as V128));
              }
              w.advance(x, channels * 4);
              w.advance(g, channels * 4);
            });
            for (const [name, sums] of [
              [op.betaGrad, beta],
              [op.gammaGrad, gamma],
            ] as const) {
              sums.forEach((sum, j) => {
                const total = at(offset, place.whole(name) + j * 16);
                w.storeVector(total, v.add(loadVector(total), sum) as V128);
              });
            }
          });
        });
      },
      finish(w) {
        w.range(0, channels, (c) => {
          const offset = w.let(shl(c, 2));
          const value = (name: string) => loadF32(at(offset, place.whole(name)));
          const total = f32.mul(value(op.gammaGrad), inverseDeviation(value, op)) as F32;
          w.storeF32(at(offset, place.whole(op.gammaGrad)), total);
        });
      },
    }),
  };
}

/** `gamma / σ · (outputGrad − betaGrad / n − (x − mean) / σ · gammaGrad / n)`, as three factors a channel. */
export function inputGradKernel(buffers: Buffers, op: BatchNormalizationInputGrad): Kernel {
  const { positions, channels } = buffers.channels(op.input);
  const bytes = vectorBytes(channels);
  return {
    name: `${op.inputGrad} normalize`,
    scope: 'rows',
    reads: [
      op.input,
      op.mean,
      op.variance,
      op.outputGrad,
      op.gammaGrad,
      op.betaGrad,
      ...(op.gamma ? [op.gamma] : []),
    ],
    writes: [op.inputGrad],
    reduces: [],
    scratch: ['scale', 'shift', 'slope'].map((name): Scratch => ({ name, bytes, lifetime: 'segment' })),
    emit: (place) => ({
      prepare(w, rows) {
        const share = w.let(f32.div(float(1), f32.mul(f32.fromI32(rows), float(positions)))) as F32;
        w.range(0, channels, (c) => {
          const offset = w.let(shl(c, 2));
          const value = (name: string) => loadF32(at(offset, place.whole(name)));
          const inverse = w.let(inverseDeviation(value, op)) as F32;
          const scale = w.let(op.gamma ? (f32.mul(inverse, value(op.gamma)) as F32) : inverse) as F32;
          const put = (name: string, x: F32) => w.storeF32(at(offset, place.scratch(name)), x);
          put('scale', scale);
          put('shift', f32.mul(scale, f32.mul(value(op.betaGrad), share)) as F32);
          put('slope', f32.mul(f32.mul(scale, inverse), f32.mul(value(op.gammaGrad), share)) as F32);
        });
      },
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const rowAt = (name: string) =>
            w.let(pointer(rowOf(w, place.rows(name, first), row, buffers.rowBytes(name))));
          const [x, g, d] = [rowAt(op.input), rowAt(op.outputGrad), rowAt(op.inputGrad)];
          eachPosition(w, positions, channels, [x, g, d], (offset) => {
            const factor = (name: string) => loadVector(at(offset, place.scratch(name)));
            const centred = v.sub(
              loadVector(at(add(x, offset))),
              loadVector(at(offset, place.whole(op.mean))),
            ) as V128;
            const scaled = v.sub(v.mul(loadVector(at(add(g, offset))), factor('scale')), factor('shift'));
            w.storeVector(at(add(d, offset)), v.sub(scaled, v.mul(centred, factor('slope'))) as V128);
          });
        });
      },
    }),
  };
}
