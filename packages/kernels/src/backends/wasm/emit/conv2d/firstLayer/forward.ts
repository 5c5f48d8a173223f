// The forward kernel of a first layer (one or three channels) whose output is pooled: a whole pooling window is computed
// in registers, every tap written out, and pooled before anything is stored.

import {
  type Address,
  add,
  at,
  type I32,
  int,
  type Local,
  loadSplat,
  loadVector,
  mul,
  pointer,
  shrU,
  type V128,
  zeros,
} from '../../../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../../../code/writer.ts';
import type { Buffers } from '../../../contract/buffers.ts';
import type { Kernel } from '../../../contract/kernel.ts';
import { rowOf } from '../../rows.ts';
import type { ConvForward, PoolGeometry } from '../block.ts';
import { paddedBytes, sourcePitch, writePadded } from '../padding.ts';
import { definePooling, storeWinners, winnerBytes } from '../pool.ts';

/** Taps that are worth writing out. */
const mostTaps = 32;

/** Sums of one window: cells times vectors of filters. */
const mostSums = 12;

export type FirstLayerForward = ConvForward & { readonly pool: PoolGeometry };

export function isFirstLayerForward(block: ConvForward): block is FirstLayerForward {
  const { geometry: g, pool } = block;
  return (
    pool !== null &&
    g.kernelHeight * g.kernelWidth * g.channels <= mostTaps &&
    pool.height * pool.width <= mostSums
  );
}

export function firstLayerForwardKernel(
  context: ModuleContext,
  buffers: Buffers,
  block: FirstLayerForward,
): Kernel {
  const { geometry: g, pool, winners } = block;
  const winnersRow = winnerBytes(pool.outHeight * pool.outWidth * g.filters);
  return {
    name: `${block.name} forward, first layer`,
    scope: 'rows',
    reads: [block.input, block.kernel, ...(block.bias ? [block.bias] : [])],
    writes: [block.output, ...(winners ? [winners] : [])],
    reduces: [],
    scratch: g.padded ? [{ name: 'padded', bytes: paddedBytes(g), lifetime: 'segment' }] : [],
    ...(winners ? { privateBuffers: [{ name: winners, rowBytes: winnersRow }] } : {}),
    emit(place) {
      const padded = g.padded ? place.scratch('padded') : 0;
      const kernel = place.whole(block.kernel);
      const bias = block.bias === null ? null : place.whole(block.bias);
      const image = defineImage(context, block, { kernel, bias });
      return {
        ...(g.padded ? { prepare: (w) => w.fill(at(padded), 0, paddedBytes(g)) } : {}),
        rows(w, first, count) {
          w.range(0, count, (row) => {
            const rowAt = (name: string, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), row, bytes);
            const source = writePadded(w, g, rowAt(block.input), padded);
            const won: Address = winners ? rowAt(winners, winnersRow) : at(0);
            w.call(image, pointer(source), pointer(rowAt(block.output)), pointer(won));
          });
        },
      };
    },
  };
}

/** Defines a function of the addresses of one image, its output and its winners. */
function defineImage(
  context: ModuleContext,
  { geometry: g, pool, relu, winners }: FirstLayerForward,
  { kernel, bias }: { readonly kernel: number; readonly bias: number | null },
): Func {
  const cells = pool.height * pool.width;
  const vectors = Math.max(1, Math.min(2, Math.floor(mostSums / cells)));
  const pitch = sourcePitch(g);
  const filterBytes = g.filters * 4;
  return Writer.define(context, 3, (w, image, output, winnersAt) => {
    const pooling = definePooling(w, cells, relu, winners !== null);
    const out = w.let(output);
    const won = w.let(winnersAt);
    const window = w.variable('i32');
    /** The window's value for `width` filters from byte `f` on. */
    const block = (f: I32, width: number) => {
      const count = Math.ceil(width / 4);
      const sums = Array.from({ length: cells }, () =>
        Array.from({ length: count }, (_, j) =>
          w.let(bias === null ? zeros : loadVector(at(f, bias + j * 16))),
        ),
      );
      for (let tap = 0; tap < g.kernelHeight * g.kernelWidth * g.channels; tap++) {
        const row = Math.floor(tap / (g.kernelWidth * g.channels));
        const column = tap % (g.kernelWidth * g.channels);
        const weights = Array.from({ length: count }, (_, j) =>
          w.let(loadVector(at(f, kernel + tap * filterBytes + j * 16))),
        );
        sums.forEach((ofCell, cell) => {
          const y = Math.floor(cell / pool.width) * g.strideHeight + row;
          const x = (cell % pool.width) * g.strideWidth * g.channels + column;
          const value = w.let(loadSplat(at(window, y * pitch + x * 4)));
          ofCell.forEach((sum: Local<'v128'>, j) => {
            w.set(sum, w.multiplyAdd(value, weights[j] as V128, sum));
          });
        });
      }
      for (let j = 0; j < count; j++) {
        const [largest = zeros, ...others] = sums.map((ofCell) => ofCell[j] as V128);
        const { value, winner } = pooling.reduce(
          largest,
          (visit) => {
            for (const [index, sum] of others.entries()) visit(sum, index + 1);
          },
          null,
        );
        w.storeLanes(at(add(out, f), j * 16), value, Math.min(4, width - j * 4));
        if (winner) storeWinners(w, at(add(won, shrU(f, 2)), j * 4), winner);
      }
    };
    const width = vectors * 4;
    const whole = Math.floor(g.filters / width) * width;
    w.range(0, pool.outHeight, (py) => {
      w.set(window, add(image, mul(py, pool.height * g.strideHeight * pitch)));
      w.range(0, pool.outWidth, () => {
        if (whole > 0) w.range(0, whole * 4, (f) => block(f, width), width * 4);
        if (whole < g.filters) block(w.let(int(whole * 4)), g.filters - whole);
        w.advance(window, pool.width * g.strideWidth * g.channels * 4);
        w.advance(out, filterBytes);
        if (winners) w.advance(won, g.filters);
      });
    });
  });
}
