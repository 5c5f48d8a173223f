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

export function writePoolForward(w: Writer, args: PoolForward): void {
  const { pool, filters, sourcePitch, bias, relu } = args;
  const index = Array.from({ length: pool.height * pool.width }, (_, cell) => integer(w, cell));
  const off = integer(w, dead);
  const out = w.let(pointer(args.target));
  const won = args.winners && w.let(pointer(args.winners));
  const source = w.let(pointer(args.source));
  w.range(0, pool.outHeight, (py) => {
    const cell = w.let(add(source, mul(py, pool.height * sourcePitch)));
    w.range(0, pool.outWidth, () => {
      const chunk = (f: V128Offset, lanes: number) => {
        const value = (y: number, x: number) =>
          loadVector(at(add(cell, f.floats), y * sourcePitch + x * filters * 4 + f.offset));
        const largest = w.let(value(0, 0));
        const winner = w.let(index[0] as V128);
        for (let y = 0; y < pool.height; y++) {
          for (let x = 0; x < pool.width; x++) {
            if (x + y === 0) continue;
            const candidate = w.let(value(y, x));
            if (won) {
              const larger = w.let(v.gt(candidate, largest));
              w.set(winner, bitselect(index[y * pool.width + x] as V128, winner, larger as V128));
            }
            w.set(largest, v.max(largest, candidate) as V128);
          }
        }
        if (bias !== null) w.set(largest, v.add(largest, loadVector(at(f.floats, bias + f.offset))) as V128);
        if (relu && won) w.set(winner, bitselect(winner, off, v.gt(largest, zeros) as V128));
        const result = relu ? v.max(largest, zeros) : largest;
        w.storeLanes(at(add(out, f.floats), f.offset), result as V128, lanes);
        if (won) {
          const words = w.let(v.narrowI32(winner, winner));
          w.storeLane(at(add(won, f.quarter), f.offset / 4), v.narrowI16(words, words) as V128, 0);
        }
      };
      eachVector(w, filters, chunk);
      w.advance(cell, pool.width * filters * 4);
      w.advance(out, filters * 4);
      if (won) w.advance(won, filters);
    });
  });
}

/** A running offset over a map's channels: `floats` bytes plus the constant `offset`; `quarter` is `floats / 4`. */
export interface V128Offset {
  readonly floats: Local<'i32'>;
  readonly quarter: Local<'i32'>;
  readonly offset: number;
}

/** Runs over channels, four at a time, the tail with fewer lanes. */
export function eachVector(w: Writer, channels: number, body: (at: V128Offset, lanes: number) => void): void {
  const floats = w.let(int(0));
  const quarter = w.let(int(0));
  const whole = channels >> 2;
  if (whole > 0) {
    w.range(0, whole, () => {
      body({ floats, quarter, offset: 0 }, 4);
      w.advance(floats, 16);
      w.advance(quarter, 4);
    });
  }
  if (channels % 4 > 0) body({ floats, quarter, offset: 0 }, channels % 4);
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
