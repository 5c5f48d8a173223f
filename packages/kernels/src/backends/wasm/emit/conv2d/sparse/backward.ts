// The backward kernel of a convolution block with max pooling, as sums over lists.

import { add, at, mul, pointer } from '../../../code/values.ts';
import type { ModuleContext } from '../../../code/writer.ts';
import type { Buffers } from '../../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../../contract/kernel.ts';
import { present, rowOf } from '../../rows.ts';
import type { ConvBackward, PoolGeometry } from '../block.ts';
import { paddedBytes, writePadded } from '../padding.ts';
import { winnerBytes, writePooledBiasGrad } from '../pool.ts';
import { sparseLayout } from './layout.ts';
import { type Lists, listBytes, writeLists } from './lists.ts';
import { defineInputGrad, defineKernelGrad, writeChunks, writeFromChunks } from './products.ts';

export function sparseBackwardKernel(
  context: ModuleContext,
  buffers: Buffers,
  block: ConvBackward & { readonly pool: PoolGeometry; readonly winners: string },
): Kernel {
  const { geometry: g, pool, input, kernel, inputGrad, kernelGrad, biasGrad, winners, outputGrad } = block;
  const layout = sparseLayout(g, pool);
  const kernelBytes = layout.chunks * layout.chunkBytes;
  const sizes = listBytes(layout);
  const scratch: Scratch[] = Object.entries(sizes).map(([name, bytes]) => ({
    name,
    bytes,
    lifetime: 'call',
  }));
  if (inputGrad) scratch.push({ name: 'kernels', bytes: kernelBytes, lifetime: 'segment' });
  if (kernelGrad) scratch.push({ name: 'gradient', bytes: kernelBytes, lifetime: 'segment' });
  if (g.padded) scratch.push({ name: 'padded', bytes: paddedBytes(g), lifetime: 'segment' });
  if (g.padded && inputGrad) scratch.push({ name: 'overlap', bytes: paddedBytes(g), lifetime: 'call' });
  return {
    name: `${block.name} backward, sparse`,
    scope: 'rows',
    reads: present(outputGrad, winners, kernelGrad && input, inputGrad && kernel),
    writes: present(inputGrad),
    reduces: present(kernelGrad, biasGrad),
    scratch,
    emit(place) {
      const lists: Lists = {
        byCell: place.scratch('byCell'),
        bounds: place.scratch('bounds'),
        byFilter: place.scratch('byFilter'),
        ends: place.scratch('ends'),
      };
      const toInput = defineInputGrad(context, layout, lists);
      const toKernel = defineKernelGrad(context, layout, lists);
      return {
        prepare(w) {
          if (biasGrad) w.fill(at(place.whole(biasGrad)), 0, buffers.bytes(biasGrad));
          if (kernelGrad) w.fill(at(place.scratch('gradient')), 0, kernelBytes);
          if (inputGrad && kernel) writeChunks(w, layout, place.whole(kernel), place.scratch('kernels'));
          if (g.padded) w.fill(at(place.scratch('padded')), 0, paddedBytes(g));
        },
        rows(w, first, count) {
          w.range(0, count, (row) => {
            const rowAt = (name: string, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), row, bytes);
            const grad = rowAt(outputGrad);
            const won = rowAt(winners, winnerBytes(layout.positions * g.filters));
            if (biasGrad)
              writePooledBiasGrad(w, layout.positions, g.filters, grad, won, place.whole(biasGrad));
            const source =
              kernelGrad && input
                ? writePadded(w, g, rowAt(input), g.padded ? place.scratch('padded') : 0)
                : at(0);
            writeLists(w, layout, lists, { outputGrad: grad, winners: won, source });
            if (kernelGrad) toKernel(w, place.scratch('gradient'));
            if (!inputGrad) return;
            const target = rowAt(inputGrad);
            const plane = w.let(pointer(g.padded ? at(place.scratch('overlap')) : target));
            w.fill(at(plane), 0, g.padded ? paddedBytes(g) : buffers.rowBytes(inputGrad));
            toInput(w, plane, place.scratch('kernels'));
            if (!g.padded) return;
            const rowBytes = g.width * g.channels * 4;
            const out = w.let(pointer(target));
            w.range(0, Math.min(g.height, g.paddedHeight - g.top), (y) => {
              const from = add(
                plane,
                add(mul(y, layout.pitch), g.top * layout.pitch + g.left * g.channels * 4),
              );
              w.copy(
                at(add(out, mul(y, rowBytes))),
                at(from),
                Math.min(rowBytes, layout.pitch - g.left * g.channels * 4),
              );
            });
          });
        },
        finish(w) {
          if (kernelGrad) writeFromChunks(w, layout, place.scratch('gradient'), place.whole(kernelGrad));
        },
      };
    },
  };
}
