// Activations by name: the built-in ones of `activations.ts`, and those that users put together from operations of the
// graph. Layers read and lower either through this file.

import type { ActivationFunction } from '@convoy/kernels';
import { createRegistry } from '../registry.ts';
import {
  type ActivationParameters,
  activationNames as builtInNames,
  declarePreactivation as declareBuiltIn,
  activationDefaultsOf as defaultsOfBuiltIn,
  type LayerActivation,
  lowerActivation as lowerBuiltIn,
} from './activations.ts';
import type { Lowered, LoweringContext } from './layer.ts';
import type { OptionReader } from './options.ts';

/** The name of an activation: a built-in one, or one that `defineActivation` registered. */
export type ActivationName = LayerActivation | (string & {});

/** What `defineActivation` registers. */
export interface ActivationDefinition {
  /** What layers take as `activation`. */
  readonly type: string;
  /**
   * Writes the operations that compute the activation of the buffer `input`, which holds `at.outputShape` per row. The names
   * of new buffers begin with `at.name`. `composedOf` makes such a function.
   */
  lower(at: LoweringContext, input: string): Lowered;
}

/** One function of a composition: a built-in one, or a multiplication by a number. */
export type ActivationStep = Exclude<ActivationFunction, 'linear'> | { readonly scale: number };

const activations = createRegistry<ActivationDefinition>(
  'activation',
  'invalid-layer',
  builtInNames.map((type) => [type, { type, lower: (at, input) => lowerBuiltIn(type, at, input) }]),
);

/** The names that layers take as `activation`. */
export const activationNames: readonly ActivationName[] = activations.names;

/**
 * Registers an activation: every layer that has an `activation` then takes its name.
 * @returns The name.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 * @example
 * // 1.7159 · tanh(2x / 3), LeCun et al. 1998
 * const lower = composedOf({ scale: 2 / 3 }, 'tanh', { scale: 1.7159 });
 * Dense({ units: 84, activation: defineActivation({ type: 'lecunTanh', lower }) });
 */
export function defineActivation(definition: ActivationDefinition): string {
  activations.add(definition.type, definition);
  return definition.type;
}

/** An activation that applies functions one after the other; its gradient follows by the chain rule. */
export function composedOf(...steps: readonly ActivationStep[]): ActivationDefinition['lower'] {
  return ({ graph, name, outputShape }, input) => {
    let last = input;
    const gradients = steps.map((step, i) => {
      const from = last;
      const isLast = i === steps.length - 1;
      const output = graph.activation(`${name}/${isLast ? 'output' : `activation_${i + 1}`}`, outputShape);
      last = output;
      if (typeof step === 'object') graph.emit({ kind: 'scale', factor: step.scale, input: from, output });
      else graph.emit({ kind: 'activation', function: step, input: from, output });
      return () => {
        const [outputGrad, inputGrad] = [graph.gradientOf(output), graph.gradientOf(from)];
        if (typeof step === 'object') {
          graph.emit({ kind: 'scale', factor: step.scale, input: outputGrad, output: inputGrad });
        } else {
          graph.emit({ kind: 'activationGrad', function: step, input: from, output, outputGrad, inputGrad });
        }
      };
    });
    return {
      output: last,
      backward(inputGradWanted) {
        if (inputGradWanted) for (const writeGradient of gradients.toReversed()) writeGradient();
      },
    };
  };
}

/** The option `activation`. */
export function readActivation(read: OptionReader, fallback?: ActivationName): ActivationName {
  return read.oneOf<ActivationName>('activation', activationNames, fallback);
}

/** Declares the buffer for a layer's output before its activation, and names it by what it is. */
export function declarePreactivation(activation: ActivationName, at: LoweringContext): string {
  if (isBuiltIn(activation)) return declareBuiltIn(activation, at);
  return at.graph.activation(`${at.name}/preactivation`, at.outputShape);
}

/** The options of an activation with their defaults: `{ alpha: 1 }` for `elu`, none for most. */
export function activationDefaultsOf(activation: ActivationName): ActivationParameters {
  return isBuiltIn(activation) ? defaultsOfBuiltIn(activation) : {};
}

/** The activation of what is in `input`. */
export function lowerActivation(
  activation: ActivationName,
  at: LoweringContext,
  input: string,
  options: ActivationParameters = {},
): Lowered {
  if (isBuiltIn(activation)) return lowerBuiltIn(activation, at, input, options);
  return activations.get(activation, at.name).lower(at, input);
}

function isBuiltIn(activation: string): activation is LayerActivation {
  return builtInNames.some((name) => name === activation);
}
