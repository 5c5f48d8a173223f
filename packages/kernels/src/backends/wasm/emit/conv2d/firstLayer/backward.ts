// The kernel gradient of a first layer (one or three channels) whose output is pooled: there is no input gradient, and a
// patch is a few floats a row, too few for products. Each pooled gradient is multiplied with the patch of the cell that
// won, for some filters at a time, with all sums in registers.

import { eachCell, mostUnrolled } from '../../../code/loops.ts';
import {
  type Address,
  add,
  at,
  bitselect,
  extractLane,
  type F32,
  f32,
  type I32,
  int,
  type Local,
  loadF32,
  loadI32,
  loadSplat,
  loadVector,
  loadWordZero,
  mul,
  plus,
  pointer,
  shl,
  times,
  toI32,
  type V128,
  v,
  zeros,
} from '../../../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../../../code/writer.ts';
import type { Buffers } from '../../../contract/buffers.ts';
import type { Kernel } from '../../../contract/kernel.ts';
import { rowOf } from '../../rows.ts';
import { type ConvBackward, type ConvGeometry, dead, type PoolGeometry } from '../block.ts';
import { paddedBytes, sourcePitch, writePadded } from '../padding.ts';
import { eachVector, winnerBytes } from '../pool.ts';

/** Sums that registers hold beside what is being read. */
const mostSums = 12;

const rowVectors = (g: ConvGeometry): number => Math.ceil((g.kernelWidth * g.channels) / 4);

export type FirstLayer = ConvBackward & {
  readonly pool: PoolGeometry;
  readonly winners: string;
  readonly input: string;
  readonly kernelGrad: string;
  readonly inputGrad: null;
};

/** Whether a block is one: pooled, no input gradient, and one filter's patch fits into registers. */
export function isFirstLayer(block: ConvBackward): block is FirstLayer {
  const { geometry: g, pool, winners, input, kernelGrad, inputGrad } = block;
  const able =
    pool !== null && winners !== null && input !== null && kernelGrad !== null && inputGrad === null;
  return able && rowVectors(g) * g.kernelHeight <= mostSums;
}

export function firstLayerBackwardKernel(
  context: ModuleContext,
  buffers: Buffers,
  block: FirstLayer,
): Kernel {
  const { geometry: g, pool, winners, input, kernelGrad, biasGrad, outputGrad } = block;
  const positions = pool.outHeight * pool.outWidth;
  const pixelBytes = Math.ceil(g.filters / 4) * 16;
  return {
    name: `${block.name} backward, first layer`,
    scope: 'rows',
    reads: [outputGrad, winners, input],
    writes: [],
    reduces: [kernelGrad, ...(biasGrad ? [biasGrad] : [])],
    scratch: [
      { name: 'gradients', bytes: positions * pixelBytes, lifetime: 'call' },
      { name: 'offsets', bytes: positions * pixelBytes, lifetime: 'call' },
      { name: 'padded', bytes: paddedBytes(g), lifetime: 'segment' },
    ],
    emit(place) {
      const gradients = place.scratch('gradients');
      const offsets = place.scratch('offsets');
      const together = Math.max(1, Math.floor(mostSums / (rowVectors(g) * g.kernelHeight)));
      const sumsOf = (filters: number) =>
        defineSums(context, {
          g,
          pool,
          filters,
          pixelBytes,
          gradients,
          offsets,
          target: place.whole(kernelGrad),
        });
      const sums = sumsOf(together);
      const rest = g.filters % together;
      const lastSums = rest > 0 ? sumsOf(rest) : null;
      return {
        prepare(w) {
          w.fill(at(place.whole(kernelGrad)), 0, buffers.bytes(kernelGrad));
          if (biasGrad) w.fill(at(place.whole(biasGrad)), 0, buffers.bytes(biasGrad));
          if (g.padded) w.fill(at(place.scratch('padded')), 0, paddedBytes(g));
        },
        rows(w, first, count) {
          w.range(0, count, (row) => {
            const rowAt = (name: string, bytes = buffers.rowBytes(name)) =>
              rowOf(w, place.rows(name, first), row, bytes);
            writePooledGradients(w, g, pool, {
              outputGrad: rowAt(outputGrad),
              winners: rowAt(winners, winnerBytes(positions * g.filters)),
              biasGrad: biasGrad ? place.whole(biasGrad) : null,
              gradients,
              offsets,
              pixelBytes,
            });
            const source = w.let(pointer(writePadded(w, g, rowAt(input), place.scratch('padded'))));
            const whole = g.filters - rest;
            if (whole > 0) w.range(0, whole, (f) => w.call(sums, source, f), together);
            if (lastSums) w.call(lastSums, source, whole);
          });
        },
      };
    },
  };
}

interface PooledGradients {
  readonly outputGrad: Address;
  readonly winners: Address;
  readonly biasGrad: number | null;
  readonly gradients: number;
  readonly offsets: number;
  readonly pixelBytes: number;
}

/** One image's gradients, zero where ReLU is off, and the bytes from a window's first patch to the one that won. */
function writePooledGradients(w: Writer, g: ConvGeometry, pool: PoolGeometry, args: PooledGradients): void {
  const integer = (value: number) => w.let(v.splatI32(int(value))) as V128;
  const off = integer(dead);
  const offsetOf = definePatchOffset(w, g, pool);
  const grad = w.let(pointer(args.outputGrad));
  const won = w.let(pointer(args.winners));
  const target = w.let(int(0));
  w.range(0, pool.outHeight * pool.outWidth, () => {
    eachVector(w, g.filters, (f, lanes) => {
      const winner = w.let(v.extendI16(v.extendI8(loadWordZero(at(add(won, f.quarter)))))) as V128;
      const value = w.let(v.andNot(loadVector(at(add(grad, f.floats))), v.eqI32(winner, off))) as V128;
      const bytes = offsetOf(winner);
      const place = add(target, f.floats);
      w.storeVector(at(place, args.gradients), value);
      w.storeVector(at(place, args.offsets), bytes);
      if (args.biasGrad !== null) {
        const sum = at(f.floats, args.biasGrad);
        w.storeLanes(sum, v.add(loadVector(sum), value) as V128, lanes);
      }
    });
    w.advance(grad, g.filters * 4);
    w.advance(won, g.filters);
    w.advance(target, args.pixelBytes);
  });
}

/** Bytes from a window's first patch to that of the cell that won: a selection among few constants, or arithmetic. */
function definePatchOffset(w: Writer, g: ConvGeometry, pool: PoolGeometry): (winner: V128) => V128 {
  const integer = (value: number) => w.let(v.splatI32(int(value))) as V128;
  const [row, column] = [g.strideHeight * sourcePitch(g), g.strideWidth * g.channels * 4];
  if (pool.height * pool.width <= mostUnrolled) {
    const cells = Array.from({ length: pool.height * pool.width }, (_, cell) => ({
      index: integer(cell),
      bytes: integer(Math.floor(cell / pool.width) * row + (cell % pool.width) * column),
    }));
    return (winner) =>
      cells
        .slice(1)
        .reduce<V128>((sum, cell) => bitselect(cell.bytes, sum, v.eqI32(winner, cell.index) as V128), zeros);
  }
  return (winner) => {
    const bytes = w.let(zeros);
    eachCell(w, pool.height, pool.width, (y, x, cell) => {
      const here = v.splatI32(toI32(plus(times(y, row), times(x, column)))) as V128;
      w.set(bytes, bitselect(here, bytes, v.eqI32(winner, v.splatI32(toI32(cell))) as V128));
    });
    return bytes;
  };
}

interface Sums {
  readonly g: ConvGeometry;
  readonly pool: PoolGeometry;
  readonly filters: number;
  readonly pixelBytes: number;
  readonly gradients: number;
  readonly offsets: number;
  readonly target: number;
}

/** Defines a function of the image's address and the first of `filters` filters. */
function defineSums(
  context: ModuleContext,
  { g, pool, filters, pixelBytes, gradients, offsets, target }: Sums,
): Func {
  const vectors = rowVectors(g);
  const pitch = sourcePitch(g);
  return Writer.define(context, 2, (w, source, firstFilter) => {
    const offset = w.let(shl(firstFilter, 2));
    const sums = Array.from({ length: filters * g.kernelHeight * vectors }, () => w.let(zeros));
    const sumOf = (f: number, row: number, j: number) =>
      sums[(f * g.kernelHeight + row) * vectors + j] as Local<'v128'>;
    const place = w.let(offset);
    w.range(0, pool.outHeight, (py) => {
      const window = w.let(add(source, mul(py, pool.height * g.strideHeight * pitch)));
      w.range(0, pool.outWidth, () => {
        for (let f = 0; f < filters; f++) {
          const gradient = w.let(loadSplat(at(place, gradients + f * 4)));
          const patch: I32 = w.let(add(window, loadI32(at(place, offsets + f * 4))));
          for (let row = 0; row < g.kernelHeight; row++) {
            for (let j = 0; j < vectors; j++) {
              const sum = sumOf(f, row, j);
              w.set(sum, w.multiplyAdd(gradient, loadVector(at(patch, row * pitch + j * 16)), sum));
            }
          }
        }
        w.advance(window, pool.width * g.strideWidth * g.channels * 4);
        w.advance(place, pixelBytes);
      });
    });
    const rowFloats = g.kernelWidth * g.channels;
    for (let f = 0; f < filters; f++) {
      for (let row = 0; row < g.kernelHeight; row++) {
        for (let k = 0; k < rowFloats; k++) {
          const sum = at(offset, target + ((row * rowFloats + k) * g.filters + f) * 4);
          const share = extractLane(sumOf(f, row, k >> 2), k & 3);
          w.storeF32(sum, f32.add(loadF32(sum), share) as F32);
        }
      }
    }
  });
}
