// Matrix products in registers, the heart of everything: C[M, N] (+)= A[M, K] · B[K, N].
//
// A tile keeps `tileRows` × `tileVectors` accumulators in registers: 6 × 2 fills the 16 vector registers of x86 and
// reaches 41–44 GFLOP/s with fused multiply-add; 3 × 4 spills. The loop over k is not unrolled: unrolling let the
// compiler chain the additions and spill. A is read a float at a time and splatted, so it may lie in any layout: all
// that differs between a dense layer, a convolution and their gradients is how far apart A's rows and steps are.

import {
  type Address,
  add,
  at,
  eq,
  type I32,
  type I32Like,
  type Local,
  loadSplat,
  loadVector,
  ltU,
  mul,
  pointer,
  sub,
  type V128,
  v,
  zeros,
} from '../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../code/writer.ts';

export interface GemmShape {
  /** Columns of C. */
  readonly columns: number;
  /** Steps of k that follow each other at `aStep` and `bStep`. */
  readonly k: number | 'parameter';
  /** All of that `outer` times: the rows of a convolution's window, or of an image. */
  readonly outer?: { readonly count: number | 'parameter'; readonly aStep: number; readonly bStep: number };
  /** Bytes between the rows of A, and between its steps of k. */
  readonly aRow: number;
  readonly aStep: number;
  /** Bytes between the steps of k in B, and between its panels of columns. */
  readonly bStep: number;
  readonly bPanel: number;
  readonly cRow: number;
  /** What the sums begin with: zero, C itself, or a bias for each column. */
  readonly start: 'zero' | 'add' | 'bias';
  readonly relu?: boolean;
  /** Rows of C: the exact number, or, with `rowsVary`, a likely one. It decides the tile's height. */
  readonly rows: number;
  readonly rowsVary?: boolean;
}

/** A panel of columns that one tile covers. */
export interface Panel {
  readonly column: number;
  readonly vectors: number;
  /** Columns really there; fewer than `vectors * 4` in the last panel. */
  readonly width: number;
}

/** How columns are cut: panels of eight columns, then perhaps one of another width. Code loops over the full ones. */
export interface Panels {
  readonly full: number;
  readonly rest: Panel | null;
}

const fullPanel: Panel = { column: 0, vectors: 2, width: 8 };

/** Two vectors per panel; three where that saves a second panel (10 classes); one at the end where it is enough. */
export function panelsOf(columns: number): Panels {
  if (columns > 8 && columns <= 12) return { full: 0, rest: { column: 0, vectors: 3, width: columns } };
  const full = Math.floor(columns / 8);
  const width = columns % 8;
  return { full, rest: width === 0 ? null : { column: full * 8, vectors: Math.ceil(width / 4), width } };
}

/** Rows of a tile: those that waste least of `rowsHint`, the taller first. */
function tileRowsFor(vectors: number, rows: number): number {
  const candidates = vectors === 1 ? [12, 10, 8, 6] : vectors === 2 ? [6, 5, 4] : [4];
  // Eight sums or so keep both multipliers busy; a shorter tile takes as long as one of that height.
  const least = 8 / vectors;
  const cost = (height: number) => {
    const rest = rows % height;
    return (
      Math.floor(rows / height) * height + (rest === 0 ? 0 : Math.max(rest, least)) + (rows / height) * 0.3
    );
  };
  return candidates.reduce((best, height) => (cost(height) < cost(best) - 1e-9 ? height : best));
}

interface TileParameters {
  readonly a: I32;
  readonly b: I32;
  readonly c: I32;
  readonly bias: I32;
  readonly k: I32Like;
  readonly outer: I32Like;
}

function writeTile(w: Writer, shape: GemmShape, rows: number, panel: Panel, p: TileParameters): void {
  const { vectors, width } = panel;
  const sums: Local<'v128'>[][] = [];
  for (let i = 0; i < rows; i++) {
    sums.push(
      Array.from({ length: vectors }, (_, j) => {
        const start =
          shape.start === 'zero'
            ? zeros
            : shape.start === 'add'
              ? loadVector(at(p.c, i * shape.cRow + j * 16))
              : loadVector(at(p.bias, j * 16));
        return w.let(start);
      }),
    );
  }
  const a = w.let(p.a);
  const b = w.let(p.b);
  const end = w.variable('i32');
  const steps = () => {
    w.set(end, add(b, typeof p.k === 'number' ? p.k * shape.bStep : mul(p.k, shape.bStep)));
    w.doWhile(
      () => {
        const row = Array.from({ length: vectors }, (_, j) => w.let(loadVector(at(b, j * 16))));
        for (let i = 0; i < rows; i++) {
          const factor = w.let(loadSplat(at(a, i * shape.aRow)));
          sums[i]?.forEach((sum, j) => {
            w.set(sum, w.multiplyAdd(factor, row[j] as V128, sum));
          });
        }
        w.advance(a, shape.aStep);
        w.advance(b, shape.bStep);
      },
      ltU(b, end),
    );
  };
  if (shape.outer) {
    const { aStep, bStep } = shape.outer;
    w.range(0, p.outer, () => {
      steps();
      if (typeof p.k !== 'number') throw new Error('an outer loop needs a constant inner one');
      w.advance(a, aStep - p.k * shape.aStep);
      w.advance(b, bStep - p.k * shape.bStep);
    });
  } else {
    steps();
  }
  sums.forEach((row, i) => {
    row.forEach((sum, j) => {
      const value: V128 = shape.relu ? (v.max(sum, zeros) as V128) : sum;
      w.storeLanes(at(p.c, i * shape.cRow + j * 16), value, Math.min(4, width - j * 4));
    });
  });
}

/** Arguments of one product; `bias` is needed for `start: 'bias'`. */
export interface GemmArguments {
  readonly a: Address;
  readonly b: Address;
  readonly c: Address;
  readonly bias?: Address;
  readonly rows: I32Like;
  readonly k?: I32Like;
  readonly outer?: I32Like;
}

/**
 * Writes the functions for one shape of product and returns how to call them. Every call handles any number of rows.
 */
export function defineGemm(
  context: ModuleContext,
  shape: GemmShape,
): (w: Writer, args: GemmArguments) => void {
  const { full, rest } = panelsOf(shape.columns);
  const tiles = new Map<string, Func>();
  const tile = (rows: number, panel: Panel): Func => {
    const key = `${rows} ${panel.vectors} ${panel.width}`;
    let func = tiles.get(key);
    if (!func) {
      func = Writer.define(context, 6, (w, a, b, c, bias, k, outer) =>
        writeTile(w, shape, rows, panel, {
          a,
          b,
          c,
          bias,
          k: shape.k === 'parameter' ? k : shape.k,
          outer: shape.outer && shape.outer.count !== 'parameter' ? shape.outer.count : outer,
        }),
      );
      tiles.set(key, func);
    }
    return func;
  };
  const driver = Writer.define(context, 7, (w, a, b, c, bias, rows, k, outer) => {
    const panel = (p: Panel, bAt: I32, cAt: I32, biasAt: I32) => {
      const height = tileRowsFor(p.vectors, shape.rows);
      const ap = w.let(a);
      const cp = w.let(cAt);
      const left = w.let(rows);
      w.while(ltU(height - 1, left), () => {
        w.call(tile(height, p), ap, bAt, cp, biasAt, k, outer);
        w.advance(ap, height * shape.aRow);
        w.advance(cp, height * shape.cRow);
        w.set(left, sub(left, height));
      });
      for (let few = height - 1; few > 0; few--) {
        if (!shape.rowsVary && few !== shape.rows % height) continue;
        w.if(eq(left, few), () => w.call(tile(few, p), ap, bAt, cp, biasAt, k, outer));
      }
    };
    const single = (p: Panel, index: number) =>
      panel(
        p,
        w.let(add(b, index * shape.bPanel)),
        w.let(add(c, p.column * 4)),
        w.let(add(bias, p.column * 4)),
      );
    if (full > 1) {
      const bAt = w.let(b);
      const cAt = w.let(c);
      const biasAt = w.let(bias);
      w.range(0, full, () => {
        panel(fullPanel, bAt, cAt, biasAt);
        w.advance(bAt, shape.bPanel);
        w.advance(cAt, 32);
        w.advance(biasAt, 32);
      });
    } else if (full === 1) {
      single(fullPanel, 0);
    }
    if (rest) single(rest, full);
  });
  return (w, args) => {
    w.call(
      driver,
      pointer(args.a),
      pointer(args.b),
      pointer(args.c),
      args.bias ? pointer(args.bias) : 0,
      args.rows,
      args.k ?? 0,
      args.outer ?? 0,
    );
  };
}
