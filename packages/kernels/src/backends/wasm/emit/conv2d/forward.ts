// The forward kernel of a convolution block.

import { at } from '../../code/values.ts';
import type { ModuleContext } from '../../code/writer.ts';
import type { Buffers } from '../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../contract/kernel.ts';
import { rowOf } from '../rows.ts';
import type { ConvForward } from './block.ts';
import { defineDirectForward, packedKernelBytes, packKernel } from './direct.ts';
import { paddedBytes, writePadded } from './padding.ts';
import { winnerBytes, writePoolForward } from './pool.ts';

export function convForwardKernel(context: ModuleContext, buffers: Buffers, block: ConvForward): Kernel {
  const { geometry: g, pool } = block;
  const pitch = g.outWidth * g.filters * 4;
  const scratch: Scratch[] = [{ name: 'packed', bytes: packedKernelBytes(g), lifetime: 'segment' }];
  if (g.padded) scratch.push({ name: 'padded', bytes: paddedBytes(g), lifetime: 'segment' });
  if (pool) scratch.push({ name: 'map', bytes: g.outHeight * pitch + 64, lifetime: 'call' });
  return {
    name: `${block.name} forward`,
    scope: 'rows',
    reads: [block.input, block.kernel, ...(block.bias ? [block.bias] : [])],
    writes: [block.output, ...(block.winners ? [block.winners] : [])],
    reduces: [],
    scratch,
    ...(block.winners && pool
      ? {
          privateBuffers: [
            { name: block.winners, rowBytes: winnerBytes(pool.outHeight * pool.outWidth * g.filters) },
          ],
        }
      : {}),
    emit(place) {
      const packed = place.scratch('packed');
      const padded = g.padded ? place.scratch('padded') : 0;
      const bias = block.bias === null ? null : place.whole(block.bias);
      const convolve = defineDirectForward(context, g, block.relu && !pool, bias !== null);
      return {
        prepare(w) {
          packKernel(w, g, place.whole(block.kernel), packed);
          if (g.padded) w.fill(at(padded), 0, paddedBytes(g));
        },
        rows(w, first, count) {
          w.range(0, count, (row) => {
            const image = rowOf(w, place.rows(block.input, first), row, buffers.rowBytes(block.input));
            const source = writePadded(w, g, image, padded);
            const output = rowOf(w, place.rows(block.output, first), row, buffers.rowBytes(block.output));
            if (!pool) {
              convolve(w, { source, packed, bias, target: output });
              return;
            }
            const map = at(place.scratch('map'));
            convolve(w, { source, packed, bias, target: map });
            const winners =
              block.winners === null
                ? null
                : rowOf(
                    w,
                    place.rows(block.winners, first),
                    row,
                    winnerBytes(pool.outHeight * pool.outWidth * g.filters),
                  );
            writePoolForward(w, {
              pool,
              filters: g.filters,
              source: map,
              sourcePitch: pitch,
              bias: null,
              relu: block.relu,
              target: output,
              winners,
            });
          });
        },
      };
    },
  };
}
