// An average of a model's weights over its steps, kept beside them. The optimizer's state is not averaged.

import type { Tensor, Weights } from '../../format/tensor.ts';
import type { Sequential } from '../sequential.ts';

export class WeightAverage {
  #average: Map<string, Tensor> | null = null;

  /** The averaged tensors; empty before the first update. They change with every update. */
  get weights(): Weights {
    return this.#average ?? new Map();
  }

  set weights(weights: Weights) {
    this.#average = weights.size > 0 ? copyOf(weights) : null;
  }

  /** A model's weights with the averaged tensors in place of its own. */
  over(weights: Weights): Weights {
    return new Map([...weights, ...copyOf(this.weights)]);
  }

  /** `average ← decay · average + (1 − decay) · weights`. Before the first update the average is the weights. */
  update(weights: Weights, decay: number): void {
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

/** The weights that the optimizer changes: not frozen ones, and not the moving statistics of batch normalization. */
export function trainableOf({ structure }: Sequential, weights: Weights): Weights {
  const names = new Set(structure.weights.filter(({ trainable }) => trainable).map(({ name }) => name));
  return new Map([...weights].filter(([name]) => names.has(name)));
}

function copyOf(weights: Weights): Map<string, Tensor> {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}
