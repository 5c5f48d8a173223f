// Sliding windows over channels-last images: which input position each window covers with which of its cells. The
// convolutions and the poolings all walk the same windows, and differ only in what they do at each cell.

import { windowExtent } from '../../geometry.ts';
import type { Padding, Pair } from '../../operations.ts';
import type { Cells } from './cells.ts';

export interface Windows {
  readonly rows: number;
  /** Extents of the images: `[height, width]`. */
  readonly input: Pair;
  readonly output: Pair;
  /** Extents of the window. */
  readonly size: Pair;
  readonly strides: Pair;
  /** Padding before the first row and column of an image. */
  readonly before: Pair;
}

interface WindowAttributes {
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Windows of `size` over a buffer of images, `[height, width, channels]` a row. */
export function windowsOver(images: Cells, rows: number, size: Pair, attributes: WindowAttributes): Windows {
  const { strides, padding } = attributes;
  const [height = 0, width = 0] = images.shape;
  const vertical = windowExtent(height, size[0], strides[0], padding);
  const horizontal = windowExtent(width, size[1], strides[1], padding);
  return {
    rows,
    input: [height, width],
    output: [vertical.output, horizontal.output],
    size,
    strides,
    before: [vertical.before, horizontal.before],
  };
}

/**
 * Calls `visit` for every cell of every window that lies inside the image; one window after the other, each in
 * row-major order. All three numbers are positions, to be multiplied by the channels: `output` counts
 * `[row, y, x]` of the windows, `input` `[row, y, x]` of the images, `cell` `[y, x]` inside the window.
 */
export function forEachCell(
  windows: Windows,
  visit: (output: number, input: number, cell: number) => void,
): void {
  const [height, width] = windows.input;
  const [outputHeight, outputWidth] = windows.output;
  const [windowHeight, windowWidth] = windows.size;
  for (let n = 0; n < windows.rows; n++) {
    for (let oy = 0; oy < outputHeight; oy++) {
      for (let ox = 0; ox < outputWidth; ox++) {
        for (let ky = 0; ky < windowHeight; ky++) {
          for (let kx = 0; kx < windowWidth; kx++) {
            const y = oy * windows.strides[0] + ky - windows.before[0];
            const x = ox * windows.strides[1] + kx - windows.before[1];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            const output = (n * outputHeight + oy) * outputWidth + ox;
            visit(output, (n * height + y) * width + x, ky * windowWidth + kx);
          }
        }
      }
    }
  }
}
