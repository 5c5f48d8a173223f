// How a layer is cut into tiles, and how the transformed tiles lie in memory: one matrix a Winograd point,
// [tiles of some images][channels], so that each point is one matrix product.

import { packedBytes, panelFloats } from '../../pack.ts';
import type { ConvGeometry, PoolGeometry } from '../block.ts';

/** Outputs of a tile. Its sides may differ: 5 × 2 fits a map of 10 × 10 and loses fewer digits than 4 × 4. */
export interface Tile {
  readonly high: number;
  readonly wide: number;
}

export interface WinogradLayout {
  readonly geometry: ConvGeometry;
  readonly tile: Tile;
  /** Points in a row of the transformed tile, and in all of it. */
  readonly pointsWide: number;
  readonly points: number;
  readonly tilesHigh: number;
  readonly tilesWide: number;
  readonly tiles: number;
  /** Outputs that anyone reads: those that pooling covers. */
  readonly usedHeight: number;
  readonly usedWidth: number;
  /** Inputs that the tiles cover. */
  readonly coveredHeight: number;
  readonly coveredWidth: number;
  /** Whether the tiles stay inside the input, so that it is read where it lies. */
  readonly inside: boolean;
  /** Images whose tiles go through the products together. */
  readonly images: number;
  /** Bytes of one tile's channels and filters, and from one point to the next, in inputs and in products. */
  readonly inputTile: number;
  readonly inputPoint: number;
  readonly outputTile: number;
  readonly outputPoint: number;
  /** From point to point in the packed kernels, forward and turned around, and in the kernel gradient. */
  readonly kernelPoint: number;
  readonly turnedPoint: number;
  readonly gradientPoint: number;
}

/**
 * An odd number of cache lines: with a power of two between the points, all 49 stores of a transform fall into the same
 * few sets of the cache (13.7 µs against 7 in one stage).
 */
const oddLines = (bytes: number): number => (Math.ceil(bytes / 64) | 1) * 64;

/** Transformed tiles and kernels of one product should share the second-level cache. */
const cacheBytes = 900_000;

export function winogradLayout(g: ConvGeometry, pool: PoolGeometry | null, tile: Tile): WinogradLayout {
  const pointsWide = tile.wide + 2;
  const points = (tile.high + 2) * pointsWide;
  const usedHeight = pool ? pool.outHeight * pool.height : g.outHeight;
  const usedWidth = pool ? pool.outWidth * pool.width : g.outWidth;
  const tilesHigh = Math.ceil(usedHeight / tile.high);
  const tilesWide = Math.ceil(usedWidth / tile.wide);
  const tiles = tilesHigh * tilesWide;
  const coveredHeight = tilesHigh * tile.high + 2;
  const coveredWidth = tilesWide * tile.wide + 2;
  const inputTile = g.channels * 4;
  const outputTile = g.filters * 4;
  const kernelPoint = oddLines(packedBytes(g.channels, g.filters));
  const imageBytes = points * tiles * (inputTile + outputTile);
  const least = Math.ceil((kernelPoint > 65_536 ? 64 : 24) / tiles);
  const fitting = Math.floor((cacheBytes - Math.min(points * kernelPoint, cacheBytes / 2)) / imageBytes);
  const images = Math.max(1, least, fitting);
  return {
    geometry: g,
    tile,
    pointsWide,
    points,
    tilesHigh,
    tilesWide,
    tiles,
    usedHeight,
    usedWidth,
    coveredHeight,
    coveredWidth,
    inside: !g.padded && coveredHeight <= g.height && coveredWidth <= g.width,
    images,
    inputTile,
    inputPoint: oddLines(images * tiles * inputTile),
    outputTile,
    outputPoint: oddLines(images * tiles * outputTile),
    kernelPoint,
    turnedPoint: oddLines(packedBytes(g.filters, g.channels)),
    gradientPoint: oddLines(g.channels * g.filters * 4),
  };
}

/** The transformed kernels are written straight into panels of eight columns. */
const panelColumns = 8;

/** Whether a layer can use it at all. */
export function isWinogradGeometry(g: ConvGeometry): boolean {
  return (
    g.kernelHeight === 3 &&
    g.kernelWidth === 3 &&
    g.strideHeight === 1 &&
    g.strideWidth === 1 &&
    [g.channels, g.filters].every((count) => count % 4 === 0 && panelFloats(count) === panelColumns)
  );
}
