// The lists of one image: for each cell, which filters it won and their gradients; for each filter, at which patches it
// won. An entry is eight bytes: an offset and a gradient.

import { eachCell } from '../../../code/loops.ts';
import {
  type Address,
  add,
  and,
  at,
  ctz,
  type I32,
  int,
  loadF32,
  loadI32,
  loadVector,
  min,
  mul,
  ne,
  pointer,
  shl,
  sub,
  toI32,
  type V128,
  v,
} from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import { cellOffset, type SparseLayout } from './layout.ts';

const entryBytes = 8;

export interface Lists {
  /** Entries (offset of the filter in a chunk, gradient), cell after cell. */
  readonly byCell: number;
  /** Where each cell's entries begin, and where the last one's end. */
  readonly bounds: number;
  /** Entries (address of the patch, gradient), room for all positions a filter. */
  readonly byFilter: number;
  /** Where each filter's entries end. */
  readonly ends: number;
}

export const listBytes = (layout: SparseLayout) => {
  const { positions, cells, geometry: g } = layout;
  return {
    byCell: positions * g.filters * entryBytes,
    bounds: (positions * cells + 1) * 4,
    byFilter: filterListBytes(layout) * g.filters,
    ends: g.filters * 4,
  } satisfies Record<keyof Lists, number>;
};

/** Bytes from one filter's list to the next. */
export const filterListBytes = ({ positions }: SparseLayout): number => (positions + 1) * entryBytes;

export interface ListSource {
  readonly outputGrad: Address;
  readonly winners: Address;
  /** The image that patches are read from. */
  readonly source: Address;
}

/** Writes all lists of one image. Filters come in order, so sums are always taken in the same one. */
export function writeLists(w: Writer, layout: SparseLayout, lists: Lists, from: ListSource): void {
  const { geometry: g, pool, pitch, filterBytes } = layout;
  w.range(0, g.filters, (f) => {
    w.storeI32(at(shl(f, 2), lists.ends), add(mul(f, filterListBytes(layout)), lists.byFilter));
  });
  const entry = w.let(int(lists.byCell));
  const bound = w.let(int(lists.bounds));
  const grad = w.let(pointer(from.outputGrad));
  const winners = w.let(pointer(from.winners));
  const source = w.let(pointer(from.source));
  w.range(0, pool.outHeight, (py) => {
    w.range(0, pool.outWidth, (px) => {
      const y = mul(py, pool.height * g.strideHeight * pitch);
      const x = mul(px, pool.width * g.strideWidth * g.channels * 4);
      const window = w.let(add(source, add(y, x)));
      eachCell(w, pool.height, pool.width, (cellRow, cellColumn, cell) => {
        w.storeI32(at(bound), entry);
        w.advance(bound, 4);
        const patch = w.let(add(window, cellOffset(layout, cellRow, cellColumn)));
        const here = w.let(v.splatI8(toI32(cell))) as V128;
        w.range(
          0,
          g.filters,
          (first) => {
            const won = v.bitmaskI8(v.eqI8(loadVector(at(add(winners, first))), here)) as I32;
            const mask = w.let(limited(won, first, g.filters));
            w.while(ne(mask, 0), () => {
              const f = w.let(add(first, ctz(mask)));
              w.set(mask, and(mask, sub(mask, 1)));
              const value = w.let(loadF32(at(add(grad, shl(f, 2)))));
              w.storeI32(at(entry), mul(f, filterBytes));
              w.storeF32(at(entry, 4), value);
              w.advance(entry, entryBytes);
              const end = w.let(loadI32(at(shl(f, 2), lists.ends)));
              w.storeI32(at(end), patch);
              w.storeF32(at(end, 4), value);
              w.storeI32(at(shl(f, 2), lists.ends), add(end, entryBytes));
            });
          },
          16,
        );
      });
      w.advance(grad, g.filters * 4);
      w.advance(winners, g.filters);
    });
  });
  w.storeI32(at(bound), entry);
}

/** The bits of the filters that exist: the last sixteen may reach into the next position. */
function limited(mask: I32, first: I32, filters: number): I32 {
  if (filters % 16 === 0) return mask;
  return and(mask, sub(shl(1, min(sub(int(filters), first), 16)), 1));
}
