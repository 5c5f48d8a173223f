// Normalization row by row, by the batch's statistics or by moving ones.

import type { BatchNormalization } from '../../../../operations.ts';
import {
  add,
  at,
  type F32,
  f32,
  loadF32,
  loadVector,
  pointer,
  shl,
  type V128,
  v,
} from '../../code/values.ts';
import type { Buffers } from '../../contract/buffers.ts';
import type { Kernel } from '../../contract/kernel.ts';
import { rowOf } from '../rows.ts';
import { eachPosition, inverseDeviation, vectorBytes } from './channels.ts';

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
