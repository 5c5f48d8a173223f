// Optimizers as the cases write them: `{ "kind": "adamw", "learning_rate": 0.01, "beta_1": 0.9, … }`.

import { z } from 'zod';
import type { Optimizer } from '../../packages/kernels/src/conformance/optimizers.ts';

const rate = z.object({ learning_rate: z.number(), weight_decay: z.number().default(0) });
const moments = rate.extend({ beta_1: z.number(), beta_2: z.number(), epsilon: z.number() });

export const optimizerSchema = z.discriminatedUnion('kind', [
  rate.extend({ kind: z.literal('sgd') }),
  rate.extend({ kind: z.literal('momentum'), momentum: z.number() }),
  rate.extend({ kind: z.literal('nesterov'), momentum: z.number() }),
  rate.extend({ kind: z.literal('rmsprop'), rho: z.number(), epsilon: z.number() }),
  moments.extend({ kind: z.literal('adam') }),
  moments.extend({ kind: z.literal('adamw') }),
]);

export function optimizerOf(attributes: z.infer<typeof optimizerSchema>): Optimizer {
  const weightDecay = attributes.weight_decay;
  switch (attributes.kind) {
    case 'sgd':
      return { kind: 'sgd', momentum: 0, nesterov: false, weightDecay };
    case 'momentum':
    case 'nesterov': {
      const { kind, momentum } = attributes;
      return { kind: 'sgd', momentum, nesterov: kind === 'nesterov', weightDecay };
    }
    case 'rmsprop':
      return { kind: 'rmsprop', rho: attributes.rho, epsilon: attributes.epsilon, weightDecay };
    case 'adam':
    case 'adamw': {
      const { beta_1: beta1, beta_2: beta2, epsilon } = attributes;
      return { kind: 'adam', beta1, beta2, epsilon, weightDecay };
    }
    default:
      throw attributes satisfies never;
  }
}
