// The loops of sliding windows, as text: over the cells of one window, and, for gradients, over the windows that cover
// one cell. Conditions that can never fail are left out.

import { windowExtent } from '../../../geometry.ts';
import type { Padding, Pair } from '../../../operations.ts';
import { quotient } from '../kernel.ts';

export interface Windows {
  /** Extents of the images: `[height, width]`. */
  readonly input: Pair;
  readonly output: Pair;
  readonly size: Pair;
  readonly strides: Pair;
  /** Padding before the first row and column. */
  readonly before: Pair;
}

export function windowsOver(
  images: readonly number[],
  size: Pair,
  { strides, padding }: { readonly strides: Pair; readonly padding: Padding },
): Windows {
  const [height = 0, width = 0] = images;
  const vertical = windowExtent(height, size[0], strides[0], padding);
  const horizontal = windowExtent(width, size[1], strides[1], padding);
  return {
    input: [height, width],
    output: [vertical.output, horizontal.output],
    size,
    strides,
    before: [vertical.before, horizontal.before],
  };
}

/** Declares `y` and `x`, with a prefix: the thread's place in an image or feature map of a width. */
export function threadPlace(prefix: string, width: number): string {
  return `
    const ${prefix}y = ${quotient('this.thread.y', width)};
    const ${prefix}x = this.thread.y - ${prefix}y * ${width};`;
}

/** Where the cell `k` of the window at `o` lies: in the image, or in its padding. */
function cell(windows: Windows, axis: 0 | 1, o: string, k: string): { place: string; inside: string | null } {
  const { strides, before, size, output, input } = windows;
  const isPadded = before[axis] > 0 || (output[axis] - 1) * strides[axis] + size[axis] > input[axis];
  const place = `${o} * ${strides[axis]} + ${k} - ${before[axis]}`;
  return { place, inside: isPadded ? `{} >= 0 && {} < ${input[axis]}` : null };
}

function when(condition: string | null, name: string, body: string): string {
  return condition === null ? body : `if (${condition.replaceAll('{}', name)}) {${body}}`;
}

/** Loops over the cells of the window at (`oy`, `ox`) inside the image, with `ky`, `kx`, `iy` and `ix`, row-major. */
export function forEachCell(windows: Windows, body: string): string {
  return `
    for (let ky = 0; ky < ${windows.size[0]}; ky++) {${atCellRow(
      windows,
      `
      for (let kx = 0; kx < ${windows.size[1]}; kx++) {${atCellColumn(windows, body)}
      }`,
    )}
    }`;
}

/** With `iy`, the image's row under row `ky` of the windows at `oy`; nothing where that is padding. */
export function atCellRow(windows: Windows, body: string): string {
  const { place, inside } = cell(windows, 0, 'oy', 'ky');
  return `
      const iy = ${place};
      ${when(inside, 'iy', body)}`;
}

/** With `ix`, the image's column under column `kx` of the windows at `ox`; nothing where that is padding. */
export function atCellColumn(windows: Windows, body: string): string {
  const { place, inside } = cell(windows, 1, 'ox', 'kx');
  return `
        const ix = ${place};
        ${when(inside, 'ix', body)}`;
}

/** Loops over the windows that cover the cell (`iy`, `ix`) of the image, with `ky`, `kx`, `oy` and `ox`. */
export function forEachCoveringWindow(windows: Windows, body: string): string {
  const { size, strides, before, output } = windows;
  const condition = (o: string, moved: string, axis: 0 | 1) =>
    `${o} >= 0 && ${o} < ${output[axis]}${strides[axis] === 1 ? '' : ` && ${o} * ${strides[axis]} === ${moved}`}`;
  return `
    for (let ky = 0; ky < ${size[0]}; ky++) {
      const movedY = iy + ${before[0]} - ky;
      const oy = ${quotient('movedY', strides[0])};
      if (${condition('oy', 'movedY', 0)}) {
        for (let kx = 0; kx < ${size[1]}; kx++) {
          const movedX = ix + ${before[1]} - kx;
          const ox = ${quotient('movedX', strides[1])};
          if (${condition('ox', 'movedX', 1)}) {${body}
          }
        }
      }
    }`;
}
