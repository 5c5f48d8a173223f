// Activation: a function of each value (softmax: of each vector along the last axis), as a layer of its own.

import { activationNames, type LayerActivation, lowerActivation } from './activations.ts';
import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { labelOf, named } from './validation.ts';

/** `Activation` as plain data, every option explicit. */
export interface ActivationSpec extends LayerSpecBase {
  readonly type: 'Activation';
  readonly activation: LayerActivation;
}

/** What `Activation` is told. */
export interface ActivationOptions {
  readonly activation: LayerActivation;
  readonly name?: string;
}

/**
 * Keeps the shape.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Activation({ activation: 'relu' });
 */
export function Activation(options: ActivationOptions): ActivationSpec {
  return activation.create(options, labelOf('Activation', options));
}

export const activation: LayerDefinition<ActivationSpec> = {
  type: 'Activation',
  defaultName: 'activation',

  create(options, label) {
    const read = readOptions(label, options, ['name', 'activation']);
    return { type: 'Activation', ...named(read), activation: read.oneOf('activation', activationNames) };
  },

  outputShape: (_, inputShape) => inputShape,
  lower: (spec, at) => lowerActivation(spec.activation, at, at.input),
};
