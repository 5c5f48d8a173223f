import type { Strip } from '../pictures/maps.ts';

/**
 * How wide a strip is shown, in CSS pixels, so that one of its tiles is about `wanted` wide and every pixel of it takes
 * whole pixels of a screen of two pixels a CSS pixel.
 */
export function shownWidth(strip: Strip, wanted: number): number {
  return strip.width * Math.max(1, Math.round((2 * wanted) / strip.tile) / 2);
}
