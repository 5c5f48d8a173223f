// The backward kernel of a convolution block in the Winograd domain: the output gradient is transformed once, and both
// gradients are products there.

import { add, at, type I32, mul } from '../../../code/values.ts';
import type { ModuleContext } from '../../../code/writer.ts';
import type { Buffers } from '../../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../../contract/kernel.ts';
import { present, rowOf } from '../../rows.ts';
import type { ConvBackward } from '../block.ts';

import { winnerBytes, writeGradientMap } from '../pool.ts';
import { coveredBytes, coveredPlane, writeCovered, writeUncovered } from './covered.ts';
import { writeKernelGradient, writeTurnedTransform } from './kernels.ts';
import { type Tile, type WinogradLayout, winogradLayout } from './layout.ts';
import { defineInputGradProducts, defineKernelGradProducts, eachSubgroup } from './products.ts';
import { type Plane, writeGradientTransform, writeInputGradTransform, writeInputTransform } from './tiles.ts';

export function winogradBackwardKernel(
  context: ModuleContext,
  buffers: Buffers,
  block: ConvBackward,
  tile: Tile,
): Kernel {
  const { geometry: g, pool, input, kernel, inputGrad, kernelGrad, biasGrad, winners, outputGrad } = block;
  const layout = winogradLayout(g, pool, tile);
  const output = block.relu && !winners ? block.output : null;
  const pixel = layout.outputTile;
  const mapPitch = layout.tilesWide * tile.wide * pixel;
  const mapBytes = Math.max(layout.tilesHigh * tile.high, g.outHeight) * mapPitch + 64;
  const gradientBytes = kernelGradientBytes(layout);
  return {
    name: `${block.name} backward, winograd ${tile.high}×${tile.wide}`,
    scope: 'rows',
    reads: present(outputGrad, output, winners, kernelGrad && input, inputGrad && kernel),
    writes: present(inputGrad),
    reduces: present(kernelGrad, biasGrad),
    scratch: scratchOf(layout, block, mapBytes),
    emit(place) {
      const toInput = defineInputGradProducts(context, layout);
      const toKernel = defineKernelGradProducts(context, layout);
      const inputs = place.scratch('inputs');
      const products = place.scratch('products');
      const imagePlane = (start: Plane['start']): Plane => ({
        start,
        pitch: g.width * g.channels * 4,
        pixel: g.channels * 4,
      });
      return {
        prepare(w) {
          w.fill(at(place.scratch('map')), 0, mapBytes);
          if (biasGrad) w.fill(at(place.whole(biasGrad)), 0, buffers.bytes(biasGrad));
          if (kernelGrad) w.fill(at(place.scratch('gradient')), 0, gradientBytes);
          if (inputGrad && kernel)
            writeTurnedTransform(w, layout, place.whole(kernel), place.scratch('turned'));
          if (!layout.inside && kernelGrad) w.fill(at(place.scratch('covered')), 0, coveredBytes(layout));
        },
        rows(w, first, count) {
          eachSubgroup(w, count, layout.images, (row, images) => {
            const rowAt = (name: string, image: I32, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), add(row, image), bytes);
            const tilesOf = (image: I32) => mul(image, layout.tiles);
            w.range(0, images, (image) => {
              const pooled = pool ? pool.outHeight * pool.outWidth * g.filters : 0;
              const map: Plane = { start: at(place.scratch('map')), pitch: mapPitch, pixel };
              writeGradientMap(w, {
                filters: g.filters,
                outputGrad: rowAt(outputGrad, image),
                output: output === null ? null : rowAt(output, image),
                winners: winners === null ? null : rowAt(winners, image, winnerBytes(pooled)),
                pool,
                outHeight: g.outHeight,
                outWidth: g.outWidth,
                target: map.start,
                targetPitch: mapPitch,
                targetPixel: pixel,
                biasGrad: biasGrad ? place.whole(biasGrad) : null,
              });
              writeGradientTransform(w, layout, { plane: map, domain: products, first: tilesOf(image) });
              if (!kernelGrad || !input) return;
              const image0 = rowAt(input, image);
              const plane = layout.inside
                ? imagePlane(image0)
                : writeCovered(w, layout, image0, place.scratch('covered'), 0);
              writeInputTransform(w, layout, { plane, domain: inputs, first: tilesOf(image) });
            });
            const rows = w.let(tilesOf(images));
            if (kernelGrad) toKernel(w, inputs, products, place.scratch('gradient'), rows);
            if (!inputGrad) return;
            // The transformed inputs are no longer needed: their place takes the gradient.
            toInput(w, products, place.scratch('turned'), inputs, rows);
            w.range(0, images, (image) => {
              const target = rowAt(inputGrad, image);
              const plane = layout.inside
                ? imagePlane(target)
                : coveredPlane(layout, place.scratch('overlap'), 0);
              const bytes = layout.inside ? g.height * g.width * g.channels * 4 : coveredBytes(layout);
              w.fill(plane.start, 0, bytes);
              writeInputGradTransform(w, layout, { plane, domain: inputs, first: tilesOf(image) });
              if (!layout.inside) writeUncovered(w, layout, plane, target);
            });
          });
        },
        finish(w) {
          if (kernelGrad) writeKernelGradient(w, layout, place.scratch('gradient'), place.whole(kernelGrad));
        },
      };
    },
  };
}

const kernelGradientBytes = (layout: WinogradLayout): number => layout.points * layout.gradientPoint;

function scratchOf(
  layout: WinogradLayout,
  { inputGrad, kernelGrad }: ConvBackward,
  mapBytes: number,
): Scratch[] {
  const scratch: Scratch[] = [
    { name: 'map', bytes: mapBytes, lifetime: 'segment' },
    { name: 'products', bytes: layout.points * layout.outputPoint, lifetime: 'call' },
    { name: 'inputs', bytes: layout.points * layout.inputPoint, lifetime: 'call' },
  ];
  if (inputGrad)
    scratch.push({ name: 'turned', bytes: layout.points * layout.turnedPoint, lifetime: 'segment' });
  if (kernelGrad) scratch.push({ name: 'gradient', bytes: kernelGradientBytes(layout), lifetime: 'segment' });
  if (!layout.inside && kernelGrad)
    scratch.push({ name: 'covered', bytes: coveredBytes(layout), lifetime: 'segment' });
  if (!layout.inside && inputGrad)
    scratch.push({ name: 'overlap', bytes: coveredBytes(layout), lifetime: 'call' });
  return scratch;
}
