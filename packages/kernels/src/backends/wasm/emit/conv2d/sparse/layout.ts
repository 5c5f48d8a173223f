// After max pooling a gradient reaches one cell of each window, and with ReLU only where it was on: a quarter of the
// convolution's outputs at most. Instead of products with zeros, both gradients are sums over lists of what is left.
//
// A row of a kernel, `kernelWidth × channels` floats, is contiguous in a channels-last image, and is cut into chunks of
// at most twelve vectors: as many sums as registers hold.

import { mostUnrolled } from '../../../code/loops.ts';
import { type I32Like, plus, times } from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { ConvGeometry, PoolGeometry } from '../block.ts';
import { sourcePitch } from '../padding.ts';

/** One register block: some vectors of one row of the kernel. */
export interface Chunk {
  readonly index: I32Like;
  readonly vectors: number;
  /** Bytes from the start of a patch in the image. */
  readonly patchOffset: I32Like;
  /** Floats from the start of one filter of the kernel. */
  readonly kernelOffset: I32Like;
}

export interface SparseLayout {
  readonly geometry: ConvGeometry;
  readonly pool: PoolGeometry;
  readonly chunks: number;
  /** Each row of the kernel has as many chunks, of `vectors` vectors, the last of `lastVectors`. */
  readonly chunksPerRow: number;
  readonly vectors: number;
  readonly lastVectors: number;
  /** Bytes of one filter in one chunk, and of all filters. */
  readonly filterBytes: number;
  readonly chunkBytes: number;
  /** Pooled positions. */
  readonly positions: number;
  /** Cells of a window. */
  readonly cells: number;
  /** Bytes from row to row of the image that patches are read from and added to. */
  readonly pitch: number;
}

/** Bytes from a window's first patch to that of one of its cells. */
export function cellOffset({ geometry: g, pitch }: SparseLayout, row: I32Like, column: I32Like): I32Like {
  return plus(times(row, g.strideHeight * pitch), times(column, g.strideWidth * g.channels * 4));
}

/** Runs over the chunks, row after row: few are written out, many are a loop. */
export function eachChunk(w: Writer, layout: SparseLayout, body: (chunk: Chunk) => void): void {
  const { geometry: g, chunks, chunksPerRow, vectors, lastVectors, pitch } = layout;
  const visit = (row: I32Like, part: I32Like, size: number) =>
    body({
      index: plus(times(row, chunksPerRow), part),
      vectors: size,
      patchOffset: plus(times(row, pitch), times(part, vectors * 16)),
      kernelOffset: plus(times(row, g.kernelWidth * g.channels), times(part, vectors * 4)),
    });
  const last = chunksPerRow - 1;
  if (chunks > mostUnrolled) {
    w.range(0, g.kernelHeight, (row) => {
      w.range(0, last, (part) => visit(row, part, vectors));
      visit(row, last, lastVectors);
    });
    return;
  }
  for (let row = 0; row < g.kernelHeight; row++) {
    for (let part = 0; part < last; part++) visit(row, part, vectors);
    visit(row, last, lastVectors);
  }
}

const mostVectors = 12;

export function isSparseGeometry(g: ConvGeometry, pool: PoolGeometry | null): boolean {
  return pool !== null && (g.kernelWidth * g.channels) % 4 === 0 && g.channels * g.kernelWidth >= 16;
}

export function sparseLayout(g: ConvGeometry, pool: PoolGeometry): SparseLayout {
  const rowVectors = (g.kernelWidth * g.channels) / 4;
  const perRow = Math.ceil(rowVectors / mostVectors);
  const vectors = Math.ceil(rowVectors / perRow);
  const pitch = sourcePitch(g);
  const chunksPerRow = Math.ceil(rowVectors / vectors);
  // An odd number of cache lines, so that chunks of different rows do not collide.
  const filterBytes = vectors * 16;
  const chunkBytes = (Math.ceil((filterBytes * g.filters) / 64) | 1) * 64;
  return {
    geometry: g,
    pool,
    chunks: g.kernelHeight * chunksPerRow,
    chunksPerRow,
    vectors,
    lastVectors: rowVectors - (chunksPerRow - 1) * vectors,
    filterBytes,
    chunkBytes,
    positions: pool.outHeight * pool.outWidth,
    cells: pool.height * pool.width,
    pitch,
  };
}
