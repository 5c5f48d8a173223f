// Names of optimizers to the engine's specifications; whatever is not said is Keras 3's.

import {
  Adadelta,
  Adagrad,
  Adam,
  AdamW,
  Lamb,
  Lion,
  Nadam,
  type OptimizerSpec,
  RMSprop,
  resolveOptimizer,
  SGD,
} from '@convoy/core';
import type { OptimizerName } from '../options/trainOptions.ts';

const factories: Record<OptimizerName, (options: { learningRate?: number }) => OptimizerSpec> = {
  sgd: SGD,
  rmsprop: RMSprop,
  adam: Adam,
  adamw: AdamW,
  adadelta: Adadelta,
  nadam: Nadam,
  adagrad: Adagrad,
  lion: Lion,
  lamb: Lamb,
};

export function optimizerSpec(
  optimizer: OptimizerName | { readonly type: string },
  learningRate: number | undefined,
): OptimizerSpec {
  const rate = learningRate === undefined ? {} : { learningRate };
  if (typeof optimizer === 'string') return factories[optimizer](rate);
  // The engine checks what a configuration file says.
  return resolveOptimizer({ ...optimizer, ...rate } as OptimizerSpec);
}
