// The matrix products in the Winograd domain, one for each point.

import { at, type I32, min, mul, sub } from '../../../code/values.ts';
import type { ModuleContext, Writer } from '../../../code/writer.ts';
import { defineGemm } from '../../gemm.ts';
import type { WinogradLayout } from './layout.ts';

/** Runs over `count` images, some at a time: those whose tiles are multiplied together. */
export function eachSubgroup(
  w: Writer,
  count: I32,
  images: number,
  body: (first: I32, images: I32) => void,
): void {
  w.range(0, count, (first) => body(first, w.let(min(sub(count, first), images))), images);
}

const eachPoint = (w: Writer, layout: WinogradLayout, body: (point: I32) => void) =>
  w.range(0, layout.points, body);

/** M = V · U: `[tiles, channels] · [channels, filters]`. */
export function defineForwardProducts(context: ModuleContext, layout: WinogradLayout) {
  const { channels, filters } = layout.geometry;
  const gemm = defineGemm(context, {
    columns: filters,
    k: channels,
    aRow: layout.inputTile,
    aStep: 4,
    bStep: 32,
    bPanel: channels * 32,
    cRow: layout.outputTile,
    start: 'zero',
    rows: layout.images * layout.tiles,
    rowsVary: true,
  });
  return (w: Writer, inputs: number, kernels: number, products: number, rows: I32): void =>
    eachPoint(w, layout, (p) =>
      gemm(w, {
        a: at(mul(p, layout.inputPoint), inputs),
        b: at(mul(p, layout.kernelPoint), kernels),
        c: at(mul(p, layout.outputPoint), products),
        rows,
      }),
    );
}

/** dV = dM · Uᵀ: `[tiles, filters] · [filters, channels]`. */
export function defineInputGradProducts(context: ModuleContext, layout: WinogradLayout) {
  const { channels, filters } = layout.geometry;
  const gemm = defineGemm(context, {
    columns: channels,
    k: filters,
    aRow: layout.outputTile,
    aStep: 4,
    bStep: 32,
    bPanel: filters * 32,
    cRow: layout.inputTile,
    start: 'zero',
    rows: layout.images * layout.tiles,
    rowsVary: true,
  });
  return (w: Writer, products: number, turned: number, inputs: number, rows: I32): void =>
    eachPoint(w, layout, (p) =>
      gemm(w, {
        a: at(mul(p, layout.outputPoint), products),
        b: at(mul(p, layout.turnedPoint), turned),
        c: at(mul(p, layout.inputPoint), inputs),
        rows,
      }),
    );
}

/** dU += Vᵀ · dM: `[channels, tiles] · [tiles, filters]`. */
export function defineKernelGradProducts(context: ModuleContext, layout: WinogradLayout) {
  const { channels, filters } = layout.geometry;
  const gemm = defineGemm(context, {
    columns: filters,
    k: 'parameter',
    aRow: 4,
    aStep: layout.inputTile,
    bStep: layout.outputTile,
    bPanel: 32,
    cRow: filters * 4,
    start: 'add',
    rows: channels,
  });
  return (w: Writer, inputs: number, products: number, gradient: number, rows: I32): void =>
    eachPoint(w, layout, (p) =>
      gemm(w, {
        a: at(mul(p, layout.inputPoint), inputs),
        b: at(mul(p, layout.outputPoint), products),
        c: at(mul(p, layout.gradientPoint), gradient),
        rows: channels,
        k: rows,
      }),
    );
}
