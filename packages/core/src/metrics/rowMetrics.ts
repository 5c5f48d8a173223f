// Measures the metrics that `compile` was given: reads the probabilities of a batch that was run, and sums each metric's
// value over the rows.

import type { Executable } from '@convoy/kernels';
import { type MetricSpec, metricDefinition } from './list.ts';

/** By the metrics' names. */
export type MetricValues = Readonly<Record<string, number>>;

export class RowMetrics {
  readonly #specs: readonly MetricSpec[];
  readonly #classes: number;
  #probabilities = new Float32Array(0);

  constructor(specs: readonly MetricSpec[], classes: number) {
    this.#specs = specs;
    this.#classes = classes;
  }

  /** Sums over the rows that were just run, added to those so far. */
  async addTo(sums: MetricValues, executable: Executable, labels: Int32Array): Promise<MetricValues> {
    if (this.#specs.length === 0) return sums;
    const size = labels.length * this.#classes;
    if (this.#probabilities.length !== size) this.#probabilities = new Float32Array(size);
    await executable.read('probabilities', this.#probabilities);
    return Object.fromEntries(
      this.#specs.map((spec) => [spec.name, (sums[spec.name] ?? 0) + this.#sum(spec, labels)]),
    );
  }

  #sum(spec: MetricSpec, labels: Int32Array): number {
    const { measure } = metricDefinition(spec.type);
    let sum = 0;
    labels.forEach((label, row) => {
      const start = row * this.#classes;
      sum += measure(spec, this.#probabilities.subarray(start, start + this.#classes), label);
    });
    return sum;
  }
}

/** Each sum divided by the number of rows, under the names that `nameOf` gives. */
export function meansOf(
  sums: MetricValues,
  rows: number,
  nameOf: (name: string) => string = (name) => name,
): MetricValues {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [nameOf(name), sum / rows]));
}
