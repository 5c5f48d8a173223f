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
import { type Tile, type WinogradLayout, winogradLayout } from './layout.ts';
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
  const winnersRow = pool ? winnerBytes(pool.outHeight * pool.outWidth * g.filters) : 0;
  return {
    name: `${block.name} forward, winograd ${tile.high}×${tile.wide}`,
    scope: 'rows',
    reads: [block.input, block.kernel, ...(block.bias ? [block.bias] : [])],
    writes: [block.output, ...(block.winners ? [block.winners] : [])],
    reduces: [],
    scratch: scratchOf(layout, direct),
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
            const rowAt = (name: string, image: I32, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), add(row, image), bytes);
            const sourceOf = (image: I32): Plane => {
              const input = rowAt(block.input, image);
              if (layout.inside)
                return { start: input, pitch: g.width * g.channels * 4, pixel: g.channels * 4 };
              return writeCovered(w, layout, input, place.scratch('covered'), image);
            };
            const domain = place.scratch('inputs');
            w.range(0, images, (image) => {
              const tiles = { domain, first: mul(image, layout.tiles) };
              writeInputTransform(w, layout, { plane: sourceOf(image), ...tiles });
            });
            const products = place.scratch('products');
            multiply(w, domain, place.scratch('kernels'), products, mul(images, layout.tiles));
            w.range(0, images, (image) => {
              const output = rowAt(block.output, image);
              const tiles = { domain: products, first: mul(image, layout.tiles) };
              const source = () =>
                layout.inside ? sourceOf(image) : coveredPlane(layout, place.scratch('covered'), image);
              if (direct) {
                const plane = { start: output, pitch: g.outWidth * pixel, pixel };
                writeOutputTransform(w, layout, { plane, ...tiles }, finish);
                const dead = place.scratch('dead');
                writeZeroPatches(w, layout, source(), plane, dead, place.scratch('alive'));
                return;
              }
              const plane = { start: at(place.scratch('map')), pitch: mapPitch, pixel };
              writeOutputTransform(w, layout, { plane, ...tiles }, (value) => value);
              writeZeroPatches(w, layout, source(), plane, null, place.scratch('alive'));
              const winners = block.winners === null ? null : rowAt(block.winners, image, winnersRow);
              writePoolForward(w, {
                ...poolingOf(block),
                source: plane.start,
                sourcePitch: mapPitch,
                bias,
                target: output,
                winners,
              });
            });
          });
        },
      };
    },
  };
}

/** What a map of one image becomes; without pooling each cell is a window of its own. */
const poolingOf = ({ geometry: g, pool, relu }: ConvForward) => ({
  pool: pool ?? { height: 1, width: 1, outHeight: g.outHeight, outWidth: g.outWidth },
  filters: g.filters,
  relu,
});

function scratchOf(layout: WinogradLayout, direct: boolean): Scratch[] {
  const { tile, outputTile } = layout;
  const mapBytes = layout.tilesHigh * tile.high * layout.tilesWide * tile.wide * outputTile + 64;
  return [
    { name: 'kernels', bytes: layout.points * layout.kernelPoint, lifetime: 'segment' },
    { name: 'inputs', bytes: layout.points * layout.inputPoint, lifetime: 'call' },
    { name: 'products', bytes: layout.points * layout.outputPoint, lifetime: 'call' },
    { name: 'alive', bytes: zeroPatchBytes(layout), lifetime: 'call' },
    ...(layout.inside
      ? []
      : [{ name: 'covered', bytes: coveredBytes(layout) * layout.images, lifetime: 'segment' } as const]),
    direct
      ? { name: 'dead', bytes: outputTile, lifetime: 'segment' }
      : { name: 'map', bytes: mapBytes, lifetime: 'call' },
  ];
}
