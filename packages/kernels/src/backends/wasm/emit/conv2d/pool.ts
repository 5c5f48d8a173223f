// Max pooling fused with the convolution before it: forward, the largest cell of each window and which one it was;
// backward, the gradient put back at that cell of a map that is zero elsewhere.

import { eachCell, mostUnrolled } from '../../code/loops.ts';
import {
  type Address,
  add,
  at,
  bitselect,
  type I32Like,
  int,
  type Local,
  loadVector,
  loadWordZero,
  mul,
  plus,
  pointer,
  shifted,
  times,
  toI32,
  type V128,
  v,
  zeros,
} from '../../code/values.ts';
import type { Writer } from '../../code/writer.ts';
import { dead, type PoolGeometry } from './block.ts';

export interface PoolForward {
  readonly pool: PoolGeometry;
  readonly filters: number;
  /** The convolution's output for one image, and bytes from one of its rows to the next. */
  readonly source: Address;
  readonly sourcePitch: number;
  /** Added to every value, if the convolution has not. */
  readonly bias: number | null;
  readonly relu: boolean;
  readonly target: Address;
  readonly winners: Address | null;
}

const integer = (w: Writer, value: number): Local<'v128'> => w.let(v.splatI32(int(value)));

/** How a window becomes one value and, if anyone asks, the number of the cell that it came from. */
export interface Pooling {
  /** The largest of a window's cells, the first of equals. `others` visits those after the first, in row-major order. */
  reduce(
    first: V128,
    others: (visit: (candidate: V128, cell: I32Like) => void) => void,
    bias: V128 | null,
  ): { readonly value: V128; readonly winner: V128 | null };
}

/** The numbers of a window's cells as vectors: constants of a function where they are few. */
function cellNumbers(w: Writer, cells: number): (cell: I32Like) => V128 {
  const few = cells > mostUnrolled ? [] : Array.from({ length: cells }, (_, cell) => integer(w, cell));
  return (cell) => (typeof cell === 'number' && few[cell]) || w.let(v.splatI32(toI32(cell)));
}

/** Prepares the constants that pooling needs, once a function. */
export function definePooling(w: Writer, cells: number, relu: boolean, withWinners: boolean): Pooling {
  const numberOf = cellNumbers(w, withWinners ? cells : 0);
  const off = withWinners ? integer(w, dead) : zeros;
  return {
    reduce(first, others, bias) {
      const largest = w.let(first);
      const winner = w.let(withWinners ? numberOf(0) : zeros);
      others((other, cell) => {
        const candidate = w.let(other);
        if (withWinners) {
          const larger = v.gt(candidate, largest) as V128;
          w.set(winner, bitselect(numberOf(cell), winner, larger));
        }
        w.set(largest, v.max(largest, candidate) as V128);
      });
      if (bias) w.set(largest, v.add(largest, bias) as V128);
      if (relu && withWinners) w.set(winner, bitselect(winner, off, v.gt(largest, zeros) as V128));
      return { value: relu ? (v.max(largest, zeros) as V128) : largest, winner: withWinners ? winner : null };
    },
  };
}

/** Stores four winners as bytes. */
export function storeWinners(w: Writer, target: Address, winner: V128): void {
  const words = w.let(v.narrowI32(winner, winner));
  w.storeLane(target, v.narrowI16(words, words) as V128, 0);
}

export function writePoolForward(w: Writer, args: PoolForward): void {
  const { pool, filters, sourcePitch, bias, relu } = args;
  const pooling = definePooling(w, pool.height * pool.width, relu, args.winners !== null);
  const out = w.let(pointer(args.target));
  const won = args.winners && w.let(pointer(args.winners));
  const source = w.let(pointer(args.source));
  w.range(0, pool.outHeight, (py) => {
    const window = w.let(add(source, mul(py, pool.height * sourcePitch)));
    w.range(0, pool.outWidth, () => {
      eachVector(w, filters, (f, lanes) => {
        const here = add(window, f.floats);
        const { value, winner } = pooling.reduce(
          loadVector(at(here)),
          (visit) =>
            eachCell(w, pool.height, pool.width, (y, x, cell) => {
              const offset = plus(times(y, sourcePitch), times(x, filters * 4));
              if (cell !== 0) visit(loadVector(shifted(at(here), offset)), cell);
            }),
          bias === null ? null : loadVector(at(f.floats, bias)),
        );
        w.storeLanes(at(add(out, f.floats)), value, lanes);
        if (won && winner) storeWinners(w, at(add(won, f.quarter)), winner);
      });
      w.advance(window, pool.width * filters * 4);
      w.advance(out, filters * 4);
      if (won) w.advance(won, filters);
    });
  });
}

/** A running offset over a map's channels, in bytes; `quarter` is a fourth of it. */
export interface ChannelOffset {
  readonly floats: Local<'i32'>;
  readonly quarter: Local<'i32'>;
}

/** Runs over channels, four at a time, the tail with fewer lanes. */
export function eachVector(
  w: Writer,
  channels: number,
  body: (at: ChannelOffset, lanes: number) => void,
): void {
  const floats = w.let(int(0));
  const quarter = w.let(int(0));
  const whole = channels >> 2;
  if (whole > 0) {
    w.range(0, whole, () => {
      body({ floats, quarter }, 4);
      w.advance(floats, 16);
      w.advance(quarter, 4);
    });
  }
  if (channels % 4 > 0) body({ floats, quarter }, channels % 4);
}

export interface GradientMap {
  readonly filters: number;
  /** The gradient of the block's output for one image, densely packed. */
  readonly outputGrad: Address;
  /** Where ReLU was on: the block's output, densely packed; not needed with winners, which know. */
  readonly output: Address | null;
  readonly winners: Address | null;
  readonly pool: PoolGeometry | null;
  readonly outHeight: number;
  readonly outWidth: number;
  /** The convolution's output gradient, and its bytes from row to row and from pixel to pixel. */
  readonly target: Address;
  readonly targetPitch: number;
  readonly targetPixel: number;
  /** Sums over all positions are added here. */
  readonly biasGrad: number | null;
}

/** Writes one image's gradient of the convolution's output; cells that no window covers are left as they are (zero). */
export function writeGradientMap(w: Writer, args: GradientMap): void {
  const { filters, pool, targetPitch, targetPixel, biasGrad } = args;
  const grad = w.let(pointer(args.outputGrad));
  const output = args.output && w.let(pointer(args.output));
  const won = args.winners && w.let(pointer(args.winners));
  const target = w.let(pointer(args.target));
  const [height, width] = pool ? [pool.outHeight, pool.outWidth] : [args.outHeight, args.outWidth];
  const [cellHeight, cellWidth] = pool ? [pool.height, pool.width] : [1, 1];
  const numberOf = cellNumbers(w, pool ? cellHeight * cellWidth : 0);
  const off = integer(w, dead);
  w.range(0, height, (py) => {
    const cell = w.let(add(target, mul(py, cellHeight * targetPitch)));
    w.range(0, width, () => {
      eachVector(w, filters, (f, lanes) => {
        const value = w.let(loadVector(at(add(grad, f.floats))));
        if (won) {
          const winner = w.let(v.extendI16(v.extendI8(loadWordZero(at(add(won, f.quarter))))));
          eachCell(w, cellHeight, cellWidth, (y, x, number) => {
            const here = v.and(value, v.eqI32(winner, numberOf(number))) as V128;
            const offset = plus(times(y, targetPitch), times(x, targetPixel));
            w.storeLanes(shifted(at(add(cell, f.floats)), offset), here, lanes);
          });
          if (biasGrad !== null) w.set(value, v.andNot(value, v.eqI32(winner, off)) as V128);
        } else {
          if (output) w.set(value, v.and(value, v.gt(loadVector(at(add(output, f.floats))), zeros)) as V128);
          w.storeLanes(at(add(cell, f.floats)), value, lanes);
        }
        if (biasGrad !== null) {
          const sum = at(f.floats, biasGrad);
          w.storeLanes(sum, v.add(loadVector(sum), value) as V128, lanes);
        }
      });
      w.advance(cell, cellWidth * targetPixel);
      w.advance(grad, filters * 4);
      if (output) w.advance(output, filters * 4);
      if (won) w.advance(won, filters);
    });
  });
}

/** A byte a pooled value, whole vectors a row. */
export function winnerBytes(values: number): number {
  return Math.ceil((values + 4) / 16) * 16;
}

/** Adds one image's pooled gradients, where a window's ReLU is on, to the bias gradient. */
export function writePooledBiasGrad(
  w: Writer,
  positions: number,
  filters: number,
  outputGrad: Address,
  winners: Address,
  biasGrad: number,
): void {
  const off = integer(w, dead);
  const [gradStart, wonStart] = [w.let(pointer(outputGrad)), w.let(pointer(winners))];
  eachVector(w, filters, (f) => {
    const grad = w.let(add(gradStart, f.floats));
    const won = w.let(add(wonStart, f.quarter));
    const sum = w.let(loadVector(at(f.floats, biasGrad)));
    w.range(0, positions, () => {
      const winner = v.extendI16(v.extendI8(loadWordZero(at(won))));
      w.set(sum, v.add(sum, v.andNot(loadVector(at(grad)), v.eqI32(winner, off))) as V128);
      w.advance(grad, filters * 4);
      w.advance(won, filters);
    });
    w.storeVector(at(f.floats, biasGrad), sum);
  });
}
