// What a prediction of one image costs, counted as the textbooks do: one multiply-add for each weight that each output
// value sums, whatever faster algorithm a backend finds. Biases, activations and pooling are not counted.

import { sizeOf } from '@convoy/kernels';
import { buildGraph } from './buildGraph.ts';
import type { ModelStructure } from './structure.ts';

/**
 * Multiply-adds of each layer that has any, by the layer's name. A training step is about three times as many: forward,
 * and a gradient for the input and for the kernel each.
 */
export function multiplyAdds({ config }: ModelStructure): ReadonlyMap<string, number> {
  const { buffers, programs } = buildGraph(config, { batchSize: 1 });
  const shapes = new Map(buffers.map(({ name, shape }) => [name, shape]));
  const costs = new Map<string, number>();
  for (const operation of programs.predict ?? []) {
    if (operation.kind !== 'conv2d' && operation.kind !== 'dense') continue;
    const kernel = shapes.get(operation.kernel) ?? [];
    // Each value of the kernel is used once for each place that the layer looks at.
    const places = operation.kind === 'dense' ? 1 : sizeOf((shapes.get(operation.output) ?? []).slice(0, -1));
    costs.set(operation.kernel.slice(0, operation.kernel.lastIndexOf('/')), places * sizeOf(kernel));
  }
  return costs;
}

/** Of all layers. */
export function totalMultiplyAdds(structure: ModelStructure): number {
  return [...multiplyAdds(structure).values()].reduce((total, cost) => total + cost, 0);
}
