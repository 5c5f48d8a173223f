// The forward kernel of a convolution block by Winograd's algorithm: transform tiles, one product a point, transform
// back; bias and ReLU as the results are stored, pooling from a map of one image.

import { add, at, type I32, loadVector, mul, type V128, v, zeros } from '../../../code/values.ts';
import type { ModuleContext } from '../../../code/writer.ts';
import type { Buffers } from '../../../contract/buffers.ts';
import type { Kernel, Scratch } from '../../../contract/kernel.ts';
import { rowOf } from '../../rows.ts';
import type { ConvForward } from '../block.ts';

import { winnerBytes, writePoolForward } from '../pool.ts';
import { coveredBytes, coveredPlane, writeCovered } from './covered.ts';
import { writeKernelTransform } from './kernels.ts';
import { type Tile, winogradLayout } from './layout.ts';
import { defineForwardProducts, eachSubgroup } from './products.ts';
import { type Plane, writeInputTransform, writeOutputTransform } from './tiles.ts';
import { writeZeroPatches, zeroPatchBytes } from './zeroPatches.ts';

export function winogradForwardKernel(
  context: ModuleContext,
  buffers: Buffers,
  block: ConvForward,
  tile: Tile,
): Kernel {
  const { geometry: g, pool } = block;
  const layout = winogradLayout(g, pool, tile);
  // Without pooling and rough edges the tiles are the output; else they go through a map of one image.
  const direct =
    !pool && layout.tilesHigh * tile.high === g.outHeight && layout.tilesWide * tile.wide === g.outWidth;
  const pixel = layout.outputTile;
  const mapPitch = layout.tilesWide * tile.wide * pixel;
  const scratch: Scratch[] = [
    { name: 'kernels', bytes: layout.points * layout.kernelPoint, lifetime: 'segment' },
    { name: 'inputs', bytes: layout.points * layout.inputPoint, lifetime: 'call' },
    { name: 'products', bytes: layout.points * layout.outputPoint, lifetime: 'call' },
    { name: 'alive', bytes: zeroPatchBytes(layout), lifetime: 'call' },
  ];
  if (!layout.inside)
    scratch.push({ name: 'covered', bytes: coveredBytes(layout) * layout.images, lifetime: 'segment' });
  if (direct) scratch.push({ name: 'dead', bytes: pixel, lifetime: 'segment' });
  else scratch.push({ name: 'map', bytes: layout.tilesHigh * tile.high * mapPitch + 64, lifetime: 'call' });
  const winnersRow = pool ? winnerBytes(pool.outHeight * pool.outWidth * g.filters) : 0;
  return {
    name: `${block.name} forward, winograd ${tile.high}×${tile.wide}`,
    scope: 'rows',
    reads: [block.input, block.kernel, ...(block.bias ? [block.bias] : [])],
    writes: [block.output, ...(block.winners ? [block.winners] : [])],
    reduces: [],
    scratch,
    ...(block.winners ? { privateBuffers: [{ name: block.winners, rowBytes: winnersRow }] } : {}),
    emit(place) {
      const bias = block.bias === null ? null : place.whole(block.bias);
      const finish = (value: V128, channel: I32): V128 => {
        const biased = bias === null ? value : (v.add(value, loadVector(at(channel, bias))) as V128);
        return block.relu ? (v.max(biased, zeros) as V128) : biased;
      };
      const multiply = defineForwardProducts(context, layout);
      return {
        prepare(w) {
          writeKernelTransform(w, layout, place.whole(block.kernel), place.scratch('kernels'));
          if (!layout.inside) w.fill(at(place.scratch('covered')), 0, coveredBytes(layout) * layout.images);
          if (direct) {
            w.range(
              0,
              pixel,
              (channel) => {
                w.storeVector(at(channel, place.scratch('dead')), finish(zeros, channel));
              },
              16,
            );
          }
        },
        rows(w, first, count) {
          eachSubgroup(w, count, layout.images, (row, images) => {
            const sourceOf = (image: I32): Plane => {
              const input = rowOf(
                w,
                place.rows(block.input, first),
                add(row, image),
                buffers.rowBytes(block.input),
              );
              if (layout.inside)
                return { start: input, pitch: g.width * g.channels * 4, pixel: g.channels * 4 };
              return writeCovered(w, layout, input, place.scratch('covered'), image);
            };
            const domain = place.scratch('inputs');
            w.range(0, images, (image) => {
              writeInputTransform(w, layout, {
                plane: sourceOf(image),
                domain,
                first: mul(image, layout.tiles),
              });
            });
            multiply(
              w,
              domain,
              place.scratch('kernels'),
              place.scratch('products'),
              mul(images, layout.tiles),
            );
            w.range(0, images, (image) => {
              const rowAt = (name: string, bytes: number) =>
                rowOf(w, place.rows(name, first), add(row, image), bytes);
              const output = rowAt(block.output, buffers.rowBytes(block.output));
              const plane: Plane = direct
                ? { start: output, pitch: g.outWidth * pixel, pixel }
                : { start: at(place.scratch('map')), pitch: mapPitch, pixel };
              const products = { plane, domain: place.scratch('products'), first: mul(image, layout.tiles) };
              writeOutputTransform(w, layout, products, direct ? finish : (value) => value);
              const source = layout.inside
                ? sourceOf(image)
                : coveredPlane(layout, place.scratch('covered'), image);
              writeZeroPatches(
                w,
                layout,
                source,
                plane,
                direct ? place.scratch('dead') : null,
                place.scratch('alive'),
              );
              if (direct) return;
              writePoolForward(w, {
                pool: pool ?? { height: 1, width: 1, outHeight: g.outHeight, outWidth: g.outWidth },
                filters: g.filters,
                source: plane.start,
                sourcePitch: mapPitch,
                bias,
                relu: block.relu,
                target: output,
                winners: block.winners === null ? null : rowAt(block.winners, winnersRow),
              });
            });
          });
        },
      };
    },
  };
}
