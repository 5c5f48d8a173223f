// Transforming a layer's kernel into the Winograd domain, once a run, and its gradient back.

import {
  type Address,
  add,
  and,
  at,
  type I32,
  loadVector,
  mul,
  shl,
  shrU,
  type V128,
} from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { WinogradLayout } from './layout.ts';
import { transpose, winogradMatrices } from './matrices.ts';
import { writeTransform } from './transform.ts';

/** Runs over the kernel, four filters at a time: `tap` gives the address of a tap's vector from the buffer's start. */
function eachKernelVector(
  w: Writer,
  layout: WinogradLayout,
  body: (channel: I32, filter: I32, tap: (base: number, row: number, column: number) => Address) => void,
): void {
  const { channels, filters } = layout.geometry;
  w.range(0, channels, (c) => {
    w.range(
      0,
      filters,
      (f) => {
        const offset = w.let(shl(add(mul(c, filters), f), 2));
        body(c, f, (base, row, column) => at(offset, base + (row * 3 + column) * channels * filters * 4));
      },
      4,
    );
  });
}

const kernelMatrices = ({ tile }: WinogradLayout) => ({
  columns: [winogradMatrices(tile.high).g],
  rows: [winogradMatrices(tile.wide).g],
});

/** Where filter `f` of step `k` lies in a packed panel of eight columns. */
const panelOffset = (column: I32, step: I32, steps: number): I32 =>
  add(add(mul(shrU(column, 3), steps * 32), shl(step, 5)), shl(and(column, 7), 2));

/** G w Gᵀ, packed for the products of the forward pass. */
export function writeKernelTransform(
  w: Writer,
  layout: WinogradLayout,
  kernel: number,
  target: number,
): void {
  eachKernelVector(w, layout, (c, f, tap) => {
    const to = w.let(panelOffset(f, c, layout.geometry.channels));
    writeTransform(
      w,
      kernelMatrices(layout),
      (i, j) => loadVector(tap(kernel, i, j)),
      (i, j, value) =>
        w.storeVector(at(to, target + (i * layout.pointsWide + j) * layout.kernelPoint), value),
    );
  });
}

/** The same with input and output channels exchanged, for the gradient of the input. */
export function writeTurnedTransform(
  w: Writer,
  layout: WinogradLayout,
  kernel: number,
  target: number,
): void {
  eachKernelVector(w, layout, (c, f, tap) => {
    const to = w.let(panelOffset(c, f, layout.geometry.filters));
    writeTransform(
      w,
      kernelMatrices(layout),
      (i, j) => loadVector(tap(kernel, i, j)),
      (i, j, value) => {
        const point = target + (i * layout.pointsWide + j) * layout.turnedPoint;
        for (let lane = 0; lane < 4; lane++) w.storeLane(at(to, point + lane * 32), value, lane);
      },
    );
  });
}

/** Gᵀ dU G: the kernel's gradient from that of its transform. */
export function writeKernelGradient(
  w: Writer,
  layout: WinogradLayout,
  source: number,
  kernelGrad: number,
): void {
  const { filters } = layout.geometry;
  eachKernelVector(w, layout, (c, f, tap) => {
    const from = w.let(shl(add(mul(c, filters), f), 2));
    writeTransform(
      w,
      {
        columns: [transpose(winogradMatrices(layout.tile.high).g)],
        rows: [transpose(winogradMatrices(layout.tile.wide).g)],
      },
      (i, j): V128 => loadVector(at(from, source + (i * layout.pointsWide + j) * layout.gradientPoint)),
      (i, j, value) => w.storeVector(tap(kernelGrad, i, j), value),
    );
  });
}
