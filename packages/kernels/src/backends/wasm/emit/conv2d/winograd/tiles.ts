// Transforms of tiles, in and out of the Winograd domain. Each works on one image of the group that is being multiplied:
// `first` is the number of its first tile.

import {
  type Address,
  add,
  at,
  type I32,
  loadVector,
  mul,
  pointer,
  type V128,
  v,
} from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { WinogradLayout } from './layout.ts';
import {
  type Matrix,
  transpose,
  transposeStages,
  type WinogradMatrices,
  winogradMatrices,
} from './matrices.ts';
import { writeTransform } from './transform.ts';

/** An image or map in memory: its first pixel, and bytes from row to row and pixel to pixel. */
export interface Plane {
  readonly start: Address;
  readonly pitch: number;
  readonly pixel: number;
}

interface TileVector {
  /** The tile's first pixel in the plane, at the current channels. */
  readonly pixel: I32;
  /** The tile's place in a matrix of the Winograd domain, at the current channels. */
  readonly place: I32;
  /** Bytes of the channels before. */
  readonly channel: I32;
}

/** Runs over the tiles of one image, four channels at a time. */
function eachTile(
  w: Writer,
  layout: WinogradLayout,
  plane: Plane,
  first: I32,
  tileBytes: number,
  body: (vector: TileVector) => void,
): void {
  const start = w.let(pointer(plane.start));
  const place = w.let(mul(first, tileBytes));
  w.range(0, layout.tilesHigh, (ty) => {
    const tile = w.let(add(start, mul(ty, layout.tile.high * plane.pitch)));
    w.range(0, layout.tilesWide, () => {
      w.range(
        0,
        tileBytes,
        (channel) => {
          body({ pixel: w.let(add(tile, channel)), place: w.let(add(place, channel)), channel });
        },
        16,
      );
      w.advance(tile, layout.tile.wide * plane.pixel);
      w.advance(place, tileBytes);
    });
  });
}

interface TileArguments {
  readonly plane: Plane;
  /** The matrices of the Winograd domain. */
  readonly domain: number;
  readonly first: I32;
}

/** One of Winograd's matrices for the columns of a tile, and for its rows. */
function matricesOf({ tile }: WinogradLayout, pick: (of: WinogradMatrices) => readonly Matrix[]) {
  return { columns: pick(winogradMatrices(tile.high)), rows: pick(winogradMatrices(tile.wide)) };
}

/** V = Bᵀ d B of every tile of an image. */
export function writeInputTransform(
  w: Writer,
  layout: WinogradLayout,
  { plane, domain, first }: TileArguments,
): void {
  const matrices = matricesOf(layout, ({ bt }) => bt);
  eachTile(w, layout, plane, first, layout.inputTile, ({ pixel, place }) => {
    writeTransform(
      w,
      matrices,
      (i, j) => loadVector(at(pixel, i * plane.pitch + j * plane.pixel)),
      (i, j, value) =>
        w.storeVector(at(place, domain + (i * layout.pointsWide + j) * layout.inputPoint), value),
    );
  });
}

/** y = Aᵀ M A of every tile; `finish` may add a bias and apply ReLU. */
export function writeOutputTransform(
  w: Writer,
  layout: WinogradLayout,
  { plane, domain, first }: TileArguments,
  finish: (value: V128, channel: I32) => V128,
): void {
  const matrices = matricesOf(layout, (of) => [of.at]);
  eachTile(w, layout, plane, first, layout.outputTile, ({ pixel, place, channel }) => {
    writeTransform(
      w,
      matrices,
      (i, j) => loadVector(at(place, domain + (i * layout.pointsWide + j) * layout.outputPoint)),
      (i, j, value) => w.storeVector(at(pixel, i * plane.pitch + j * plane.pixel), finish(value, channel)),
    );
  });
}

/** dM = A dy Aᵀ of every tile of a gradient map. */
export function writeGradientTransform(w: Writer, layout: WinogradLayout, args: TileArguments): void {
  const { plane, domain, first } = args;
  const matrices = matricesOf(layout, (of) => [transpose(of.at)]);
  eachTile(w, layout, plane, first, layout.outputTile, ({ pixel, place }) => {
    writeTransform(
      w,
      matrices,
      (i, j) => loadVector(at(pixel, i * plane.pitch + j * plane.pixel)),
      (i, j, value) =>
        w.storeVector(at(place, domain + (i * layout.pointsWide + j) * layout.outputPoint), value),
    );
  });
}

/** d += B dV Bᵀ: overlapping tiles add up in a plane that is zero at first. */
export function writeInputGradTransform(w: Writer, layout: WinogradLayout, args: TileArguments): void {
  const { plane, domain, first } = args;
  const matrices = matricesOf(layout, ({ bt }) => transposeStages(bt));
  eachTile(w, layout, plane, first, layout.inputTile, ({ pixel, place }) => {
    writeTransform(
      w,
      matrices,
      (i, j) => loadVector(at(place, domain + (i * layout.pointsWide + j) * layout.inputPoint)),
      (i, j, value) => {
        const target = at(pixel, i * plane.pitch + j * plane.pixel);
        w.storeVector(target, v.add(loadVector(target), value) as V128);
      },
    );
  });
}
