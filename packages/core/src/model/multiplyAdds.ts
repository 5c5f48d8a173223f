// What a prediction of one image costs. Each layer's definition counts its own products.

import type { ModelLayer, ModelStructure } from './structure.ts';

export function multiplyAddsOf({ definition, spec, inputShape, outputShape }: ModelLayer): number {
  return definition.multiplyAdds?.(spec, inputShape, outputShape) ?? 0;
}

/**
 * Multiply-adds of each layer that has any, by the layer's name. A training step is about three times as many: forward,
 * and a gradient for the input and for the kernel each.
 */
export function multiplyAdds({ layers }: ModelStructure): ReadonlyMap<string, number> {
  return new Map(
    layers.flatMap((layer) => {
      const cost = multiplyAddsOf(layer);
      return cost > 0 ? [[layer.name, cost] as const] : [];
    }),
  );
}

/** Of all layers. */
export function totalMultiplyAdds({ layers }: ModelStructure): number {
  return layers.reduce((total, layer) => total + multiplyAddsOf(layer), 0);
}
