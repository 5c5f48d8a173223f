/**
 * The error function, to about 1e-15: `erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1))` (Abramowitz and Stegun,
 * 7.1.6). All terms have one sign, so nothing cancels; past |x| = 6 it is ±1 to the last bit of a float64.
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (Math.abs(x) >= 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/**
 * 1 − erf(x), with as many correct digits however small it is: from 2 on by the continued fraction of Abramowitz and Stegun's
 * 7.1.14, `e^(−x²) / √π / (x + ½ / (x + 1 / (x + 1½ / …)))`.
 */
export function erfc(x: number): number {
  if (!(x >= 2)) return 1 - erf(x);
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
