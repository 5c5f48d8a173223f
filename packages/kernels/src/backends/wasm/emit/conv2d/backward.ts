// The backward kernel of a convolution block: through max pooling, ReLU, bias and the convolution at once.

import { at } from '../../code/values.ts';
import type { ModuleContext } from '../../code/writer.ts';
import type { Buffers } from '../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../contract/kernel.ts';
import { present, rowOf } from '../rows.ts';
import type { ConvBackward } from './block.ts';
import {
  defineDirectInputGrad,
  defineDirectKernelGrad,
  gradientLayout,
  packedFlippedBytes,
  packFlipped,
} from './direct.ts';
import { paddedBytes, writePadded } from './padding.ts';
import { winnerBytes, writeGradientMap } from './pool.ts';

export function convBackwardKernel(context: ModuleContext, buffers: Buffers, block: ConvBackward): Kernel {
  const { geometry: g, pool, input, kernel, inputGrad, kernelGrad, biasGrad, winners, outputGrad } = block;
  const layout = gradientLayout(g, inputGrad !== null);
  const scratch: Scratch[] = [{ name: 'map', bytes: layout.bytes, lifetime: 'segment' }];
  if (inputGrad) scratch.push({ name: 'flipped', bytes: packedFlippedBytes(g), lifetime: 'segment' });
  if (g.padded && kernelGrad) scratch.push({ name: 'padded', bytes: paddedBytes(g), lifetime: 'segment' });
  const output = block.relu && !winners ? block.output : null;
  return {
    name: `${block.name} backward`,
    scope: 'rows',
    reads: present(outputGrad, output, winners, kernelGrad && input, inputGrad && kernel),
    writes: present(inputGrad),
    reduces: present(kernelGrad, biasGrad),
    scratch,
    emit(place) {
      const map = place.scratch('map');
      const toInput = inputGrad ? defineDirectInputGrad(context, g) : null;
      const toKernel = kernelGrad ? defineDirectKernelGrad(context, g, layout) : null;
      return {
        prepare(w) {
          w.fill(at(map), 0, layout.bytes);
          if (kernelGrad) w.fill(at(place.whole(kernelGrad)), 0, buffers.bytes(kernelGrad));
          if (biasGrad) w.fill(at(place.whole(biasGrad)), 0, buffers.bytes(biasGrad));
          if (inputGrad && kernel) packFlipped(w, g, place.whole(kernel), place.scratch('flipped'));
          if (g.padded && kernelGrad) w.fill(at(place.scratch('padded')), 0, paddedBytes(g));
        },
        rows(w, first, count) {
          w.range(0, count, (row) => {
            const rowAt = (name: string, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), row, bytes);
            const pooled = pool ? pool.outHeight * pool.outWidth * g.filters : 0;
            writeGradientMap(w, {
              filters: g.filters,
              outputGrad: rowAt(outputGrad),
              output: output === null ? null : rowAt(output),
              winners: winners === null ? null : rowAt(winners, winnerBytes(pooled)),
              pool,
              outHeight: g.outHeight,
              outWidth: g.outWidth,
              target: at(map + layout.origin),
              targetPitch: layout.row,
              targetPixel: layout.pixel,
              biasGrad: biasGrad ? place.whole(biasGrad) : null,
            });
            if (toKernel && kernelGrad && input) {
              const padded = g.padded ? place.scratch('padded') : 0;
              const source = writePadded(w, g, rowAt(input), padded);
              toKernel(w, source, map + layout.origin, place.whole(kernelGrad));
            }
            if (toInput && inputGrad) toInput(w, map, place.scratch('flipped'), rowAt(inputGrad));
          });
        },
      };
    },
  };
}
