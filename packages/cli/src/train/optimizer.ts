// Names of optimizers to the engine's specifications; whatever is not said is Keras 3's.

import { Adam, AdamW, type OptimizerSpec, RMSprop, SGD } from '@convoy/core';
import type { OptimizerName } from '../options/trainOptions.ts';

const factories: Record<OptimizerName, (options: { learningRate?: number }) => OptimizerSpec> = {
  sgd: SGD,
  rmsprop: RMSprop,
  adam: Adam,
  adamw: AdamW,
};

export function optimizerSpec(name: OptimizerName, learningRate: number | undefined): OptimizerSpec {
  return factories[name](learningRate === undefined ? {} : { learningRate });
}
