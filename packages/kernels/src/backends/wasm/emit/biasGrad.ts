// The bias gradient of a layer whose other gradients are not computed with it.

import type { BiasGrad } from '../../../operations.ts';
import { add, at, loadVector, mul, pointer, type V128, v } from '../code/values.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';

export function biasGradKernel(buffers: Buffers, op: BiasGrad): Kernel {
  const { positions, channels } = buffers.channels(op.outputGrad);
  return {
    name: `${op.biasGrad}`,
    scope: 'rows',
    reads: [op.outputGrad],
    writes: [],
    reduces: [op.biasGrad],
    scratch: [],
    emit: (place) => ({
      prepare: (w) => w.fill(at(place.whole(op.biasGrad)), 0, buffers.bytes(op.biasGrad)),
      rows(w, first, count) {
        const base = w.let(pointer(place.rows(op.outputGrad, first)));
        w.range(0, count, (row) => {
          w.range(0, Math.ceil(channels / 4), (vector) => {
            const from = w.let(add(add(base, mul(row, buffers.rowBytes(op.outputGrad))), mul(vector, 16)));
            const sum = at(mul(vector, 16), place.whole(op.biasGrad));
            const total = w.let(loadVector(sum));
            w.range(0, positions, () => {
              w.set(total, v.add(total, loadVector(at(from))) as V128);
              w.advance(from, channels * 4);
            });
            w.storeVector(sum, total);
          });
        });
      },
    }),
  };
}
