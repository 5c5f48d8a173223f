// How much the rows of each class count in training: Keras's `class_weight`, and scikit-learn's 'balanced'.

import type { Labels } from '../data/rows.ts';
import { CoreError } from '../errors.ts';

/**
 * How much each class counts: its training rows' losses, and so their gradients, are multiplied by its weight. Classes are
 * named by their indices, as the keys of an object or the places of an array, and count 1 if left out. `balanced` gives class c the weight n / (classes · n_c), of n
 * training rows with n_c of them in the class and as many classes as there are rows of.
 */
export type ClassWeight = 'balanced' | Readonly<Record<number, number>>;

/**
 * The weight of each class.
 * @param labels Of the rows that are trained on, each as often as it is seen in an epoch.
 * @returns `[classes]`
 * @throws {CoreError} `invalid-argument` if a class does not exist, or a weight is not a finite number from 0.
 */
export function classWeightsOf(weight: ClassWeight, classes: number, labels: Iterable<number>): Float32Array {
  if (weight === 'balanced') return balancedWeights(classes, labels);
  if (typeof weight !== 'object' || weight === null) {
    throw wrong("'balanced', or an object such as { 0: 1, 1: 3.5 }", String(weight));
  }
  const weights = new Float32Array(classes).fill(1);
  for (const [key, value] of Object.entries(weight)) {
    const index = /^\d+$/.test(key) ? Number(key) : Number.NaN;
    if (!(index < classes)) throw wrong(`classes from 0 to ${classes - 1}`, key);
    if (!(typeof value === 'number' && Number.isFinite(value) && value >= 0)) {
      throw wrong(`a number from 0 for class ${key}`, String(value));
    }
    weights[index] = value;
  }
  return weights;
}

function balancedWeights(classes: number, labels: Iterable<number>): Float32Array {
  const counts = new Uint32Array(classes);
  let rows = 0;
  for (const label of labels) {
    counts[label] = (counts[label] ?? 0) + 1;
    rows += 1;
  }
  const present = counts.filter((count) => count > 0).length;
  // A class without rows is never looked up.
  return Float32Array.from(counts, (count) => (count === 0 ? 1 : rows / (present * count)));
}

/** The labels of a sample's rows, or of all. */
export function* sampledLabels(labels: Labels, sample: Uint32Array | null): Iterable<number> {
  if (sample === null) yield* labels;
  else for (const row of sample) yield labels[row] ?? 0;
}

function wrong(expected: string, found: string): CoreError {
  return new CoreError('invalid-argument', `fit: classWeight: expected ${expected}, found ${found}`);
}
