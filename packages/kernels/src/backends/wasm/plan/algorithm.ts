// Which algorithm serves which convolution, by a model of its cost. Nothing is measured, so the same graph gives the
// same plan, and the same bits, wherever it is compiled.

import type { ConvGeometry, PoolGeometry } from '../emit/conv2d/block.ts';
import { isSparseGeometry } from '../emit/conv2d/sparse/layout.ts';
import { isWinogradGeometry, type Tile, winogradLayout } from '../emit/conv2d/winograd/layout.ts';

export type ConvAlgorithm =
  | { readonly kind: 'direct' }
  | { readonly kind: 'winograd'; readonly tile: Tile }
  | { readonly kind: 'sparse' };

/**
 * A convolution algorithm forced by name, where a layer's geometry allows it; for tests and measurements. A tile that is
 * too large for the forward pass's accuracy is used backward alone.
 */
export const forcedAlgorithms = [
  'direct',
  'winograd-2',
  'winograd-3',
  'winograd-4',
  'winograd-5',
  'sparse',
] as const;
export type ForcedAlgorithm = (typeof forcedAlgorithms)[number];

/**
 * How much an output's error grows with a side of the tile, relative to 2 (measured on random data; a tile's error is the
 * product of its sides').
 */
const errorOfSide = new Map([
  [2, 1],
  [3, 1.6],
  [4, 2.1],
  [5, 3.2],
]);

/** What each pass may lose. Gradients bear more than outputs do. */
const mostError = { forward: 2.1 * 2.1, backward: 3.2 * 3.2 } as const;

const sides = [...errorOfSide.keys()];
const errorOf = ({ high, wide }: Tile): number =>
  (errorOfSide.get(high) ?? Infinity) * (errorOfSide.get(wide) ?? Infinity);

const tilesFor = (pass: keyof typeof mostError): Tile[] =>
  sides
    .flatMap((high) => sides.map((wide): Tile => ({ high, wide })))
    .filter((tile) => errorOf(tile) <= mostError[pass]);

const direct: ConvAlgorithm = { kind: 'direct' };

export interface Choice {
  readonly geometry: ConvGeometry;
  readonly pool: PoolGeometry | null;
  readonly relu: boolean;
  readonly pass: keyof typeof mostError;
  readonly forced: ForcedAlgorithm | null;
}

export function chooseAlgorithm(choice: Choice): ConvAlgorithm {
  const { geometry: g, pool, pass, forced } = choice;
  const candidates = candidatesFor(choice);
  if (forced) {
    const [kind, side = '0'] = forced.split('-');
    const able = candidates.filter((candidate) => candidate.kind === kind);
    const isSquare = (candidate: ConvAlgorithm, length: number) =>
      candidate.kind === 'winograd' && candidate.tile.high === length && candidate.tile.wide === length;
    const squares = sides.filter((length) => length <= Number(side)).reverse();
    const square = squares
      .map((length) => able.find((candidate) => isSquare(candidate, length)))
      .find(Boolean);
    return square ?? able[0] ?? direct;
  }
  // Few channels leave the transforms' cost standing alone.
  const wide = g.channels >= 16 && g.filters >= 16;
  const sensible = candidates.filter(({ kind }) => kind === 'direct' || wide);
  const costs = sensible.map((candidate) => cyclesOf(choice, candidate));
  return sensible[costs.indexOf(Math.min(...costs))] ?? direct;

  function candidatesFor({ geometry }: Choice): ConvAlgorithm[] {
    const tiles = isWinogradGeometry(geometry) ? tilesFor(pass) : [];
    const sparse: ConvAlgorithm[] =
      pass === 'backward' && isSparseGeometry(geometry, pool) ? [{ kind: 'sparse' }] : [];
    return [direct, ...tiles.map((tile): ConvAlgorithm => ({ kind: 'winograd', tile })), ...sparse];
  }
}

/** Of pooled outputs, those whose ReLU is on: on MNIST three quarters. */
const aliveShare = 0.75;

/**
 * Cycles an image takes, about, from measurements at 128-bit vectors: two fused multiply-adds a cycle at best, of which
 * direct products and Winograd's reach some 80%; sums over lists read a vector for each and reach 1.15.
 */
function cyclesOf({ geometry: g, pool, relu, pass }: Choice, algorithm: ConvAlgorithm): number {
  const passes = pass === 'forward' ? 1 : 2;
  const patch = g.kernelHeight * g.kernelWidth * g.channels;
  switch (algorithm.kind) {
    case 'direct':
      return (passes * g.outHeight * g.outWidth * patch * g.filters) / (8 * 0.8);
    case 'winograd': {
      const { tiles, points } = winogradLayout(g, pool, algorithm.tile);
      const products = (passes * tiles * points * g.channels * g.filters) / (8 * 0.8);
      return products + tiles * points * (passes * g.channels + g.filters) * 0.6;
    }
    case 'sparse': {
      const pooled = (pool?.outHeight ?? 0) * (pool?.outWidth ?? 0) * g.filters;
      const entries = pooled * (relu ? aliveShare : 1);
      return entries * ((passes * patch) / (4 * 1.15) + 12);
    }
    default:
      return algorithm satisfies never;
  }
}
