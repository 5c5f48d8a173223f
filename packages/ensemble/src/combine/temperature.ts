// One number that makes pooled probabilities honest. An average of confident members is often less sure than it is right;
// so members are pooled first and the pool is calibrated: Rahaman and Thiery, "Uncertainty quantification and deep
// ensembles" (2021). The scaling is that of Guo et al., "On calibration of modern neural networks" (2017).

import { EnsembleError } from '../errors.ts';

/** The smallest number of full precision in float64. */
const smallestNormal = 2 ** -1022;

/**
 * Sharpens (below 1) or flattens (above 1) probabilities: each row's become `p^(1 / temperature)`, divided by their sum.
 * That is the softmax of its logarithms divided by the temperature. The order within a row stays.
 *
 * @param probabilities `[count, classes]`
 * @param temperature any number above 0
 * @throws {EnsembleError} `invalid-option` for another temperature
 */
export function applyTemperature(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  if (!(Number.isFinite(temperature) && temperature > 0)) {
    throw new EnsembleError('invalid-option', `temperature: expected a number above 0, got ${temperature}`);
  }
  const result = new Float32Array(probabilities.length);
  const powers = new Float64Array(classes);
  const inverse = Math.min(1 / temperature, Number.MAX_VALUE);
  for (let start = 0; start < probabilities.length; start += classes) {
    let largest = 0;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, probabilities[start + c] as number);
    // At temperatures near 0 every power may underflow: those of the ratios to the largest cannot.
    const unit = largest ** inverse < smallestNormal ? largest : 1;
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const power = ((probabilities[start + c] as number) / unit) ** inverse;
      powers[c] = power;
      sum += power;
    }
    for (let c = 0; c < classes; c++) result[start + c] = (powers[c] as number) / sum;
  }
  return result;
}

/** Temperatures are looked for between 1/20 and 20: past that, there is no information left in the data. */
const COLDEST = 1 / 20;

/**
 * The temperature that makes the NLL of pooled probabilities least: the true one, without the floor of
 * `SMALLEST_PROBABILITY`. In `1 / temperature` it is convex, so that its slope has one zero, which is halved in on: no
 * starting point, nothing random. Rounded to six digits, which is finer than any data tells and the same on every machine.
 *
 * @param probabilities `[count, classes]`, of rows that nothing was trained on
 * @param labels `[count]`, class indices
 * @returns 1/20 … 20; the ends where every row is right, or nothing is told from anything
 */
export function fitTemperature(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): number {
  let [low, high] = [COLDEST, 1 / COLDEST];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (slope(probabilities, labels, classes, middle) > 0) high = middle;
    else low = middle;
  }
  return Number((2 / (low + high)).toPrecision(6));
}

/**
 * How the summed NLL of `p^inverse` changes with `inverse`: the mean of each row's logarithms, weighted by its
 * probabilities at that temperature, less the true class's. Zeros take no part in a mean; a true class of 0 is out of
 * reach of any temperature.
 */
function slope(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  inverse: number,
): number {
  let total = 0;
  for (let n = 0; n < probabilities.length / classes; n++) {
    const start = n * classes;
    const truth = probabilities[start + (labels[n] as number)] as number;
    if (truth === 0) continue;
    let sum = 0;
    let weighted = 0;
    for (let c = 0; c < classes; c++) {
      const probability = probabilities[start + c] as number;
      if (probability === 0) continue;
      const logarithm = Math.log(probability);
      const power = Math.exp(inverse * logarithm);
      sum += power;
      weighted += power * logarithm;
    }
    total += weighted / sum - Math.log(truth);
  }
  return total;
}
