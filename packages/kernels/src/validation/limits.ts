// Sizes that no real network has. Checked before any memory is taken: a file of some hundred bytes can describe an image
// of gigabytes, or a pooling window that takes hours.

import { KernelsError } from '../errors.ts';
import { type BufferSpec, elementsOf, sizeOf } from '../graph.ts';

const mebibyte = 2 ** 20;

/** One row of a buffer, in bytes: an image of 8,192 × 8,192 floats. */
const mostRowBytes = 256 * mebibyte;

/** A buffer with all of its rows, in bytes: all that WebAssembly can address. */
const mostBufferBytes = 4096 * mebibyte;

/** Cells that a pooling may read per image: a second of one core, a hundred times what real networks ask for. */
export const mostPooledCells = 2 ** 30;

/** @throws {KernelsError} `too-large`, naming the buffer, its size and the limit. */
export function checkBufferSize(buffer: BufferSpec, batchSize: number): void {
  const refuse = (what: string, bytes: number, most: number, remedy: string) => {
    throw new KernelsError(
      'too-large',
      `buffer ${buffer.name} [${buffer.shape.join(', ')}]: expected at most ${most / mebibyte} MiB ${what}, ` +
        `got ${Math.ceil(bytes / mebibyte)} MiB; ${remedy}`,
    );
  };
  const row = 4 * sizeOf(buffer.shape);
  if (buffer.batched && row > mostRowBytes) {
    refuse('per row', row, mostRowBytes, 'use smaller images or fewer channels');
  }
  // Of an activation a backend may hold a few rows at a time.
  const all = buffer.role === 'activation' ? 0 : 4 * elementsOf(buffer, batchSize);
  if (all > mostBufferBytes) {
    const remedy = buffer.batched ? `use a batch smaller than ${batchSize}` : 'use fewer weights';
    refuse('in all', all, mostBufferBytes, remedy);
  }
}
