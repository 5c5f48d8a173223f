// Lays a matrix out in the panels that a register tile walks through: [panel][k][8 columns], each step of k one or two
// adjacent vectors. Done once a run, after the optimizer has changed the weights.

import { type Address, add, at, type I32, loadF32, loadVector, mul, pointer } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import { panelsOf } from './gemm.ts';

/** Floats between the steps of k in a packed matrix. */
export function panelFloats(columns: number): number {
  return columns > 8 && columns <= 12 ? 12 : 8;
}

/** Bytes of a packed matrix of `k` rows. */
export function packedBytes(k: number, columns: number): number {
  const { full, rest } = panelsOf(columns);
  return (full + (rest ? 1 : 0)) * k * panelFloats(columns) * 4;
}

export interface PackArguments {
  readonly source: Address;
  /** Where the first row that is copied lies in the packed matrix. */
  readonly target: Address;
  /** Rows to copy, and bytes between them. */
  readonly k: number;
  readonly kStride: number;
  /** Rows of the whole packed matrix. @default k */
  readonly totalK?: number;
  readonly columns: number;
  readonly columnStride: number;
}

export function writePack(w: Writer, args: PackArguments): void {
  const { k, kStride, columns, columnStride, totalK = k } = args;
  const stepBytes = panelFloats(columns) * 4;
  const { full, rest } = panelsOf(columns);
  const source = w.let(pointer(args.source));
  const target = w.let(pointer(args.target));
  const panel = (width: number) => {
    w.range(0, k, (step) => {
      const from = w.let(add(source, mul(step, kStride)));
      const to = w.let(add(target, mul(step, stepBytes)));
      copyRow(w, from, to, width, columnStride);
    });
  };
  w.range(0, full, () => {
    panel(8);
    w.advance(source, 8 * columnStride);
    w.advance(target, totalK * stepBytes);
  });
  if (rest) panel(rest.width);
}

function copyRow(w: Writer, from: I32, to: I32, width: number, columnStride: number): void {
  for (let column = 0; column < width; ) {
    const source = at(from, column * columnStride);
    if (columnStride === 4 && column + 4 <= width) {
      w.storeVector(at(to, column * 4), loadVector(source));
      column += 4;
    } else {
      w.storeF32(at(to, column * 4), loadF32(source));
      column += 1;
    }
  }
}
