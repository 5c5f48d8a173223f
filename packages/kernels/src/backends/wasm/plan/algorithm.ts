// Which algorithm serves which convolution, by a model of its cost. Nothing is measured, so the same graph gives the
// same plan, and the same bits, wherever it is compiled.

import type { ConvGeometry, PoolGeometry } from '../emit/conv2d/block.ts';
import { isWinogradGeometry, winogradLayout } from '../emit/conv2d/winograd/layout.ts';

export type ConvAlgorithm = { readonly kind: 'direct' } | { readonly kind: 'winograd'; readonly m: number };

/**
 * A convolution algorithm forced by name, where a layer's geometry allows it; for tests and measurements. A tile that is
 * too large for the forward pass's accuracy is used backward alone.
 */
export const forcedAlgorithms = ['direct', 'winograd-2', 'winograd-3', 'winograd-4', 'winograd-5'] as const;
export type ForcedAlgorithm = (typeof forcedAlgorithms)[number];

/**
 * Tiles of outputs to choose from. The larger the tile, the fewer products and the more digits are lost: the error of
 * F(5, 3) is 2.4 times that of F(4, 3), which is 4 times that of F(2, 3). Gradients bear more than outputs do.
 */
const tileSizes = { forward: [2, 3, 4], backward: [2, 3, 4, 5] } as const;

const direct: ConvAlgorithm = { kind: 'direct' };

export function chooseAlgorithm(
  g: ConvGeometry,
  pool: PoolGeometry | null,
  pass: keyof typeof tileSizes,
  forced: ForcedAlgorithm | null,
): ConvAlgorithm {
  if (forced === 'direct') return direct;
  const able = isWinogradGeometry(g);
  const largest = tileSizes[pass].at(-1) ?? 2;
  if (forced) return able ? { kind: 'winograd', m: Math.min(largest, Number(forced.slice(-1))) } : direct;
  if (!able || g.channels < 16 || g.filters < 16) return direct;
  const candidates: ConvAlgorithm[] = [
    direct,
    ...tileSizes[pass].map((m): ConvAlgorithm => ({ kind: 'winograd', m })),
  ];
  const costs = candidates.map((candidate) => cyclesOf(g, pool, candidate));
  return candidates[costs.indexOf(Math.min(...costs))] ?? direct;
}

/** Cycles an image takes, about: two multiply-adds of four floats a cycle, and what the transforms cost. */
function cyclesOf(g: ConvGeometry, pool: PoolGeometry | null, algorithm: ConvAlgorithm): number {
  if (algorithm.kind === 'direct') {
    return (g.outHeight * g.outWidth * 9 * g.channels * g.filters) / (8 * 0.85);
  }
  const { tiles, points } = winogradLayout(g, pool, algorithm.m);
  const products = (tiles * points * g.channels * g.filters) / (8 * 0.8);
  const transforms = tiles * points * (g.channels + g.filters) * 0.6;
  return products + transforms;
}
