// After max pooling a gradient reaches one cell of each window, and with ReLU only where it was on: a quarter of the
// convolution's outputs at most. Instead of products with zeros, both gradients are sums over lists of what is left.
//
// A row of a kernel, `kernelWidth × channels` floats, is contiguous in a channels-last image, and is cut into chunks of
// at most twelve vectors: as many sums as registers hold.

import type { ConvGeometry, PoolGeometry } from '../block.ts';
import { sourcePitch } from '../padding.ts';

/** One register block: some vectors of one row of the kernel. */
export interface Chunk {
  /** Bytes from the start of a patch in the image. */
  readonly patchOffset: number;
  readonly vectors: number;
  /** Where the chunk's floats lie in the kernel: `[row][row offset]`. */
  readonly kernelRow: number;
  readonly rowOffset: number;
}

export interface SparseLayout {
  readonly geometry: ConvGeometry;
  readonly pool: PoolGeometry;
  readonly chunks: readonly Chunk[];
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

const mostVectors = 12;

export function isSparseGeometry(g: ConvGeometry, pool: PoolGeometry | null): boolean {
  return pool !== null && (g.kernelWidth * g.channels) % 4 === 0 && g.channels * g.kernelWidth >= 16;
}

export function sparseLayout(g: ConvGeometry, pool: PoolGeometry): SparseLayout {
  const rowVectors = (g.kernelWidth * g.channels) / 4;
  const perRow = Math.ceil(rowVectors / mostVectors);
  const vectors = Math.ceil(rowVectors / perRow);
  const pitch = sourcePitch(g);
  const chunks: Chunk[] = [];
  for (let row = 0; row < g.kernelHeight; row++) {
    for (let first = 0; first < rowVectors; first += vectors) {
      chunks.push({
        patchOffset: row * pitch + first * 16,
        vectors: Math.min(vectors, rowVectors - first),
        kernelRow: row,
        rowOffset: first * 4,
      });
    }
  }
  // An odd number of cache lines, so that chunks of different rows do not collide.
  const filterBytes = vectors * 16;
  const chunkBytes = (Math.ceil((filterBytes * g.filters) / 64) | 1) * 64;
  return {
    geometry: g,
    pool,
    chunks,
    filterBytes,
    chunkBytes,
    positions: pool.outHeight * pool.outWidth,
    cells: pool.height * pool.width,
    pitch,
  };
}
