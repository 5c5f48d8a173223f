// The yardstick of every speed here: how many multiply-adds this machine's WASM can do when nothing else is in the way.

import { Constants, createMemory, instantiate } from './code/module.ts';
import { at, type V128 } from './code/values.ts';
import { Writer } from './code/writer.ts';
import { hasRelaxedSimd } from './features.ts';

/** Independent sums; enough to keep two multipliers of four cycles' latency busy, few enough for 16 registers. */
const sums = 12;

const flopsPerTurn = sums * 4 * 2;

/** How long the peak is measured. */
export interface PeakOptions {
  /** How long to measure, after warming up. @default 200 */
  readonly milliseconds?: number;
  /** Fused multiply-adds, where the engine has them. @default true */
  readonly relaxed?: boolean;
  /**
   * `best` of many short runs is what the processor can do; `mean` over the whole time, interruptions included, is what
   * it gives beside other work. @default 'best'
   */
  readonly statistic?: 'best' | 'mean';
}

/**
 * Times a loop of multiply-adds on registers alone, on one thread.
 * @returns 10⁹ floating-point operations a second
 */
export async function measurePeakGflops(options: PeakOptions = {}): Promise<number> {
  const constants = new Constants((options.relaxed ?? true) && hasRelaxedSimd());
  const run = Writer.define(constants, 1, (w, turns) => {
    const factor = w.constant(0.999);
    const values = Array.from({ length: sums }, (_, i) => w.let(w.constant(i + 1)));
    w.range(0, turns, () => {
      for (const value of values) w.set(value, w.multiplyAdd(value, factor, factor));
    });
    // The sums must go somewhere, or the loop may be removed.
    values.forEach((value: V128, i) => {
      w.storeVector(at(1024 + i * 16), value);
    });
  });
  const memory = createMemory(8192);
  const { run: loop } = await instantiate('peak', { run }, memory);
  if (!loop) throw new Error('the loop was not compiled');
  new Float32Array(memory.buffer).set(constants.values());
  const turns = 100_000;
  for (let warm = 0; warm < 20; warm++) loop(turns);
  const gflopsOf = (runs: number, milliseconds: number) => (runs * turns * flopsPerTurn) / milliseconds / 1e6;
  const begin = performance.now();
  const end = begin + (options.milliseconds ?? 200);
  let best = 0;
  let runs = 0;
  let now = begin;
  do {
    const start = now;
    loop(turns);
    runs++;
    now = performance.now();
    best = Math.max(best, gflopsOf(1, now - start));
  } while (now < end);
  return options.statistic === 'mean' ? gflopsOf(runs, now - begin) : best;
}
