// Images whose tiles reach beyond them, because of padding or because tiles do not fit evenly, are copied into the middle
// of a larger plane with a border of zeros.

import { type Address, add, at, type I32, mul, pointer } from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { WinogradLayout } from './layout.ts';
import type { Plane } from './tiles.ts';

/** Bytes of one image's plane. */
export function coveredBytes(layout: WinogradLayout): number {
  return layout.coveredHeight * layout.coveredWidth * layout.inputTile;
}

/** The plane of the image of a number in `scratch`. */
export function coveredPlane(layout: WinogradLayout, scratch: number, image: I32 | number): Plane {
  return {
    start: at(mul(image, coveredBytes(layout)), scratch),
    pitch: layout.coveredWidth * layout.inputTile,
    pixel: layout.inputTile,
  };
}

/** The rows and columns of the image that lie in its plane. */
function overlap({ geometry: g, coveredHeight, coveredWidth }: WinogradLayout) {
  return {
    rows: Math.min(g.height, coveredHeight - g.top),
    columns: Math.min(g.width, coveredWidth - g.left),
  };
}

export function writeCovered(
  w: Writer,
  layout: WinogradLayout,
  source: Address,
  scratch: number,
  image: I32 | number,
): Plane {
  const { geometry: g, inputTile } = layout;
  const plane = coveredPlane(layout, scratch, image);
  const { rows, columns } = overlap(layout);
  const from = w.let(pointer(source));
  const to = w.let(pointer(at(plane.start, g.top * plane.pitch + g.left * inputTile)));
  w.range(0, rows, (y) => {
    w.copy(at(add(to, mul(y, plane.pitch))), at(add(from, mul(y, g.width * inputTile))), columns * inputTile);
  });
  return plane;
}

/** Copies the middle of a plane back into an image. */
export function writeUncovered(w: Writer, layout: WinogradLayout, plane: Plane, target: Address): void {
  const { geometry: g, inputTile } = layout;
  const { rows, columns } = overlap(layout);
  const from = w.let(pointer(at(plane.start, g.top * plane.pitch + g.left * inputTile)));
  const to = w.let(pointer(target));
  if (rows < g.height || columns < g.width) w.fill(at(to), 0, g.height * g.width * inputTile);
  w.range(0, rows, (y) => {
    w.copy(at(add(to, mul(y, g.width * inputTile))), at(add(from, mul(y, plane.pitch))), columns * inputTile);
  });
}
