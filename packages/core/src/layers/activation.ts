// Activation: a function of each value (softmax: of each vector along the last axis), as a layer of its own.

import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { type ActivationName, lowerActivation, readActivation } from './ownActivations.ts';
import { labelOf, named } from './validation.ts';

/** `Activation` as plain data, every option explicit. */
export interface ActivationSpec extends LayerSpecBase {
  readonly type: 'Activation';
  readonly activation: ActivationName;
}

/** What `Activation` is told. */
export interface ActivationOptions {
  readonly activation: ActivationName;
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
    return { type: 'Activation', ...named(read), activation: readActivation(read) };
  },

  outputShape: (_, inputShape) => inputShape,
  lower: (spec, at) => lowerActivation(spec.activation, at, at.input),
};
