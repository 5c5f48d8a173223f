// An average of a model's weights over its steps, kept beside them. Moving statistics of batch normalization are
// averaged with them, the optimizer's state is not.

import type { Tensor, Weights } from '../../format/tensor.ts';
import type { Sequential } from '../../model/sequential.ts';

export class WeightAverage {
  #average: Map<string, Tensor> | null = null;

  /** What has been averaged so far; empty before the first update. */
  get weights(): Weights {
    return this.#average ?? new Map();
  }

  set weights(weights: Weights) {
    this.#average = weights.size > 0 ? copyOf(weights) : null;
  }

  /** `average ← decay · average + (1 − decay) · weights`. Before the first update the average is the weights. */
  async update(model: Sequential, decay: number): Promise<void> {
    const weights = await model.getWeights();
    if (this.#average === null) {
      this.#average = copyOf(weights);
      return;
    }
    for (const [name, { data }] of this.#average) {
      const present = weights.get(name)?.data ?? data;
      for (let i = 0; i < data.length; i++) {
        data[i] = decay * (data[i] as number) + (1 - decay) * (present[i] as number);
      }
    }
  }
}

function copyOf(weights: Weights): Map<string, Tensor> {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}
