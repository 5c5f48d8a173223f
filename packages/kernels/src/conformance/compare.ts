// How far two arrays are apart, as a share of what is tolerated.

/** `|actual − expected| ≤ absolute + relative · |expected|`. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** What a float32 backend is held to, against float64. */
export const forwardTolerance: Tolerance = { absolute: 1e-5, relative: 1e-4 };
export const gradientTolerance: Tolerance = { absolute: 1e-4, relative: 1e-3 };

export interface Deviation {
  /** The worst element's distance over its tolerance: at most 1 passes. */
  readonly share: number;
  readonly index: number;
  readonly actual: number;
  readonly expected: number;
}

/** The worst element; one that is not a number on either side, or an array of another length, is infinitely far. */
export function worstDeviation(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absolute, relative }: Tolerance,
): Deviation {
  let worst: Deviation = {
    share: 0,
    index: 0,
    actual: actual[0] ?? Number.NaN,
    expected: expected[0] ?? Number.NaN,
  };
  for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
    const [a, b] = [actual[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    const share = a === b ? 0 : Math.abs(a - b) / (absolute + relative * Math.abs(b));
    if (Number.isNaN(share)) return { share: Number.POSITIVE_INFINITY, index: i, actual: a, expected: b };
    if (share > worst.share) worst = { share, index: i, actual: a, expected: b };
  }
  return worst;
}

/** Σ|actual − expected| / count. */
export function meanDistance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < expected.length; i++)
    sum += Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
  return sum / expected.length;
}
