// What follows from a configuration alone: each layer's shapes and weights. No numbers, no backend.

import { sizeOf } from '@convoy/kernels/internal';
import type { LayerDefinition, WeightSpec } from '../layers/layer.ts';
import { definitionOf, type LayerSpec } from '../layers/list.ts';
import type { Shape } from '../layers/shape.ts';
import { labelOf } from '../layers/validation.ts';
import { type ResolvedConfig, resolveConfig, type SequentialConfig } from './config.ts';

/** A layer in its place: its input, its output, its weights. */
export interface ModelLayer {
  readonly name: string;
  /** `conv2d_1 (Conv2D)` */
  readonly label: string;
  readonly spec: LayerSpec;
  readonly definition: LayerDefinition<LayerSpec>;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** With full names: `conv2d_1/kernel`. */
  readonly weights: readonly WeightSpec[];
}

/** A network whose layers fit together, with all shapes. */
export interface ModelStructure {
  readonly config: ResolvedConfig;
  readonly layers: readonly ModelLayer[];
  readonly outputShape: Shape;
  /** Of all layers, in order. */
  readonly weights: readonly WeightSpec[];
}

/**
 * Checks a model and works out its shapes.
 * @throws {CoreError} naming the layer, what was expected and what was found.
 */
export function structureOf(config: SequentialConfig): ModelStructure {
  const resolved = resolveConfig(config);
  const layers: ModelLayer[] = [];
  let shape: Shape = resolved.inputShape;
  for (const spec of resolved.layers) {
    const definition = definitionOf(spec);
    const label = labelOf(spec.type, spec);
    const inputShape = shape;
    const outputShape = definition.outputShape(spec, inputShape, label);
    const weights = (definition.weights?.(spec, inputShape) ?? []).map((weight) => ({
      ...weight,
      name: `${spec.name}/${weight.name}`,
    }));
    layers.push({ name: spec.name, label, spec, definition, inputShape, outputShape, weights });
    shape = outputShape;
  }
  return { config: resolved, layers, outputShape: shape, weights: layers.flatMap(({ weights }) => weights) };
}

/** How many numbers the weights hold. */
export function countParameters(weights: readonly WeightSpec[]): number {
  return weights.reduce((total, { shape }) => total + sizeOf(shape), 0);
}
