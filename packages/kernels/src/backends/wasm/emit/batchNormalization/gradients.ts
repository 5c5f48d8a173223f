// The gradients of batch normalization: two sums over all rows, then the input's gradient row by row.

import type { BatchNormalizationInputGrad, BatchNormalizationParameterGrad } from '../../../../operations.ts';
import {
  add,
  at,
  type F32,
  f32,
  float,
  type Local,
  loadF32,
  loadVector,
  pointer,
  shl,
  type V128,
  v,
  zeros,
} from '../../code/values.ts';
import type { Buffers } from '../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../contract/kernel.ts';
import { rowOf } from '../rows.ts';
import { eachChannelBlock, eachOf, eachPosition, inverseDeviation, vectorBytes } from './channels.ts';

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
