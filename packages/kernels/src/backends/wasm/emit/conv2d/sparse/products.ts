// The sums over lists: a chunk of the gradient stays in registers while its list is walked.

import { eachCell } from '../../../code/loops.ts';
import {
  add,
  at,
  type I32,
  int,
  type Local,
  loadF32,
  loadI32,
  loadSplat,
  loadVector,
  ltU,
  mul,
  ne,
  plus,
  shl,
  times,
  type V128,
} from '../../../code/values.ts';
import { type Func, type ModuleContext, Writer } from '../../../code/writer.ts';
import { type Chunk, cellOffset, eachChunk, type SparseLayout } from './layout.ts';
import { filterListBytes, type Lists } from './lists.ts';

/** Adds every entry's gradient times a vector run at `runOf(offset)` to the sums at `target`. */
function writeSums(
  w: Writer,
  vectors: number,
  target: I32,
  from: I32,
  to: I32,
  runOf: (offset: I32) => I32,
): void {
  const sums = Array.from({ length: vectors }, (_, j) => w.let(loadVector(at(target, j * 16))));
  const entry = w.let(from);
  w.doWhile(
    () => {
      const gradient = w.let(loadSplat(at(entry, 4)));
      const run = w.let(runOf(loadI32(at(entry))));
      w.advance(entry, 8);
      sums.forEach((sum: Local<'v128'>, j) => {
        w.set(sum, w.multiplyAdd(gradient, loadVector(at(run, j * 16)), sum) as V128);
      });
    },
    ltU(entry, to),
  );
  sums.forEach((sum, j) => {
    w.storeVector(at(target, j * 16), sum);
  });
}

/** One function for each number of vectors that occurs. */
function perSize(define: (vectors: number) => Func): (chunk: Chunk) => Func {
  const known = new Map<number, Func>();
  return ({ vectors }) => {
    const func = known.get(vectors) ?? define(vectors);
    known.set(vectors, func);
    return func;
  };
}

/** Defines how one image's input gradient is added into a plane of zeros at `target`. */
export function defineInputGrad(context: ModuleContext, layout: SparseLayout, lists: Lists) {
  const { geometry: g, pool, pitch } = layout;
  const funcOf = perSize((vectors) =>
    Writer.define(context, 2, (w, target, kernels) => {
      const bound = w.let(int(lists.bounds));
      w.range(0, pool.outHeight, (py) => {
        w.range(0, pool.outWidth, (px) => {
          const y = mul(py, pool.height * g.strideHeight * pitch);
          const window = w.let(add(target, add(y, mul(px, pool.width * g.strideWidth * g.channels * 4))));
          eachCell(w, pool.height, pool.width, (row, column) => {
            const from = w.let(loadI32(at(bound)));
            const to = w.let(loadI32(at(bound, 4)));
            w.advance(bound, 4);
            w.if(ne(from, to), () => {
              writeSums(w, vectors, w.let(add(window, cellOffset(layout, row, column))), from, to, (offset) =>
                add(kernels, offset),
              );
            });
          });
        });
      });
    }),
  );
  return (w: Writer, target: I32, kernels: number): void => {
    eachChunk(w, layout, (chunk) => {
      const weights = plus(times(chunk.index, layout.chunkBytes), kernels);
      w.call(funcOf(chunk), add(target, chunk.patchOffset), weights);
    });
  };
}

/** Defines how one image's share is added to the kernel gradient, which lies chunk by chunk, filter by filter. */
export function defineKernelGrad(context: ModuleContext, layout: SparseLayout, lists: Lists) {
  const funcOf = perSize((vectors) =>
    Writer.define(context, 2, (w, target, patchOffset) => {
      const sum = w.let(target);
      const list = w.let(int(lists.byFilter));
      w.range(0, layout.geometry.filters, (f) => {
        const end = w.let(loadI32(at(shl(f, 2), lists.ends)));
        w.if(ne(list, end), () => {
          writeSums(w, vectors, sum, list, end, (patch) => add(patch, patchOffset));
        });
        w.advance(sum, layout.filterBytes);
        w.advance(list, filterListBytes(layout));
      });
    }),
  );
  return (w: Writer, gradient: number): void => {
    eachChunk(w, layout, (chunk) => {
      w.call(funcOf(chunk), plus(times(chunk.index, layout.chunkBytes), gradient), chunk.patchOffset);
    });
  };
}

/** Visits every float of a kernel: where it lies in the buffer, and in the chunks. */
function eachFloat(w: Writer, layout: SparseLayout, body: (inBuffer: I32, inChunks: I32) => void): void {
  const { geometry: g, filterBytes, chunkBytes } = layout;
  eachChunk(w, layout, (chunk) => {
    const start = times(chunk.kernelOffset, g.filters * 4);
    w.range(0, chunk.vectors * 4, (k) => {
      const inBuffer = w.let(add(mul(k, g.filters * 4), start));
      const inChunks = w.let(add(shl(k, 2), times(chunk.index, chunkBytes)));
      w.range(0, g.filters, () => {
        body(inBuffer, inChunks);
        w.advance(inBuffer, 4);
        w.advance(inChunks, filterBytes);
      });
    });
  });
}

/** Lays the kernel out chunk by chunk, filter by filter. */
export function writeChunks(w: Writer, layout: SparseLayout, kernel: number, target: number): void {
  eachFloat(w, layout, (inBuffer, inChunks) =>
    w.storeF32(at(inChunks, target), loadF32(at(inBuffer, kernel))),
  );
}

/** And its gradient back. */
export function writeFromChunks(w: Writer, layout: SparseLayout, source: number, kernelGrad: number): void {
  eachFloat(w, layout, (inBuffer, inChunks) =>
    w.storeF32(at(inBuffer, kernelGrad), loadF32(at(inChunks, source))),
  );
}
