// Activation: a function of each value (softmax: of each vector along the last axis), as a layer of its own.

import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import {
  type ActivationName,
  activationDefaultsOf,
  activationNames,
  lowerActivation,
} from './ownActivations.ts';
import { labelOf, named } from './validation.ts';

/** `Activation` as plain data, every option explicit. */
export interface ActivationSpec extends LayerSpecBase {
  readonly type: 'Activation';
  readonly activation: ActivationName;
  /** Of `elu` only. */
  readonly alpha?: number;
  /** Of `leakyRelu` only. */
  readonly negativeSlope?: number;
}

/** Options for `Activation`. */
export interface ActivationOptions {
  readonly activation: ActivationName;
  /** For `elu`: what values far below 0 approach, with a minus; at least 0. @default 1 */
  readonly alpha?: number;
  /** For `leakyRelu`: the slope below 0; at least 0. @default 0.2 */
  readonly negativeSlope?: number;
  readonly name?: string;
}

const optionNames = ['name', 'activation'] as const;
const everyParameter = activationNames.flatMap((name) => Object.keys(activationDefaultsOf(name)));

/**
 * Keeps the shape.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Activation({ activation: 'relu' });
 * Activation({ activation: 'leakyRelu', negativeSlope: 0.01 });
 */
export function Activation(options: ActivationOptions): ActivationSpec {
  return activation.create(options, labelOf('Activation', options));
}

export const activation: LayerDefinition<ActivationSpec> = {
  type: 'Activation',
  defaultName: 'activation',

  create(options, label) {
    const activation = readOptions(label, options, [...optionNames, ...everyParameter]).oneOf(
      'activation',
      activationNames,
    );
    // A parameter of another activation is refused.
    const defaults = activationDefaultsOf(activation);
    const read = readOptions(label, options, [...optionNames, ...Object.keys(defaults)]);
    const parameters = Object.entries(defaults).map(([option, fallback]) => [
      option,
      read.number(option, 'a number of at least 0', (value) => value >= 0, fallback),
    ]);
    return { type: 'Activation', ...named(read), activation, ...Object.fromEntries(parameters) };
  },

  outputShape: (_, inputShape) => inputShape,

  lower(spec, at) {
    const defaults = activationDefaultsOf(spec.activation);
    const parameters = Object.entries(spec).filter(([option]) => option in defaults);
    return lowerActivation(spec.activation, at, at.input, Object.fromEntries(parameters));
  },
};
