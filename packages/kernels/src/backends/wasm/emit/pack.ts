// Lays a matrix out in the panels that a register tile walks through: [panel][k][8 columns], each step of k one or two
// adjacent vectors. Done once a run, after the optimizer has changed the weights.

import { type Address, add, at, type Local, loadF32, loadVector, mul, pointer } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import { panelsOf } from './gemm.ts';

/** Floats between the steps of k in a packed matrix. */
export function panelFloats(columns: number): number {
  return columns > 8 && columns <= 12 ? 12 : 8;
}

/** Bytes of a packed matrix of `k` rows. */
export function packedBytes(k: number, columns: number): number {
  return panelsOf(columns).length * k * panelFloats(columns) * 4;
}

export interface PackArguments {
  readonly source: Address;
  readonly target: number;
  /** Rows to copy, bytes between them, and which row of the packed matrix is the first. */
  readonly k: number;
  readonly kStride: number;
  readonly firstK?: number;
  /** Rows of the whole packed matrix. */
  readonly totalK?: number;
  readonly columns: number;
  readonly columnStride: number;
}

export function writePack(w: Writer, args: PackArguments): void {
  const { k, kStride, columns, columnStride, firstK = 0, totalK = k } = args;
  const floats = panelFloats(columns);
  const base = w.let(pointer(args.source));
  panelsOf(columns).forEach((panel, index) => {
    const target = args.target + (index * totalK + firstK) * floats * 4;
    w.range(0, k, (step) => {
      const from: Local<'i32'> = w.let(add(base, mul(step, kStride)));
      const to = w.let(add(mul(step, floats * 4), target));
      for (let column = 0; column < panel.width; column++) {
        const source = at(from, (panel.column + column) * columnStride);
        if (columnStride === 4 && column + 4 <= panel.width) {
          w.storeVector(at(to, column * 4), loadVector(source));
          column += 3;
        } else {
          w.storeF32(at(to, column * 4), loadF32(source));
        }
      }
    });
  });
}
