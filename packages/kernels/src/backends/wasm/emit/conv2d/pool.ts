// Max pooling fused with the convolution before it: forward, the largest cell of each window and which one it was;
// backward, the gradient put back at that cell of a map that is zero elsewhere.

import {
  type Address,
  add,
  at,
  bitselect,
  int,
  type Local,
  loadVector,
  loadWordZero,
  mul,
  pointer,
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
  /** The largest of a window's cells, the first of equals; `cells` in row-major order. */
  reduce(cells: readonly V128[], bias: V128 | null): { readonly value: V128; readonly winner: V128 | null };
}

/** Prepares the constants that pooling needs, once a function. */
export function definePooling(w: Writer, cells: number, relu: boolean, withWinners: boolean): Pooling {
  const index = withWinners ? Array.from({ length: cells }, (_, cell) => integer(w, cell)) : [];
  const off = withWinners ? integer(w, dead) : zeros;
  return {
    reduce([first = zeros, ...others], bias) {
      const largest = w.let(first);
      const winner = w.let(index[0] ?? zeros);
      others.forEach((other, i) => {
        const candidate = w.let(other);
        if (withWinners) {
          const larger = v.gt(candidate, largest) as V128;
          w.set(winner, bitselect(index[i + 1] ?? zeros, winner, larger));
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
        const cells = Array.from({ length: pool.height * pool.width }, (_, cell) => {
          const offset = Math.floor(cell / pool.width) * sourcePitch + (cell % pool.width) * filters * 4;
          return loadVector(at(add(window, f.floats), offset)) as V128;
        });
        const { value, winner } = pooling.reduce(
          cells,
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
  const index = pool ? Array.from({ length: cellHeight * cellWidth }, (_, cell) => integer(w, cell)) : [];
  const off = integer(w, dead);
  w.range(0, height, (py) => {
    const cell = w.let(add(target, mul(py, cellHeight * targetPitch)));
    w.range(0, width, () => {
      eachVector(w, filters, (f, lanes) => {
        const value = w.let(loadVector(at(add(grad, f.floats))));
        if (won) {
          const winner = w.let(v.extendI16(v.extendI8(loadWordZero(at(add(won, f.quarter))))));
          for (let y = 0; y < cellHeight; y++) {
            for (let x = 0; x < cellWidth; x++) {
              const here = v.and(value, v.eqI32(winner, index[y * cellWidth + x] as V128)) as V128;
              w.storeLanes(at(add(cell, f.floats), y * targetPitch + x * targetPixel), here, lanes);
            }
          }
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
