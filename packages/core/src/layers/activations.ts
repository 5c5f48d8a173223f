// The functions that a layer may apply to its output, and how they are lowered. `Conv2D`, `Dense` and `Activation` share it.

import type { ActivationFunction } from '@convoy/kernels';
import { activationDefaults, activationFunctions } from '@convoy/kernels/internal';
import type { Lowered, LoweringContext } from './layer.ts';
import { lowerReshape } from './reshape.ts';

/** What a layer may apply to its output. */
export type LayerActivation = ActivationFunction | 'softmax';

/** The names that layers take as `activation`. */
export const activationNames: readonly LayerActivation[] = [...activationFunctions, 'softmax'];

/** Options of an activation that are not to have their defaults. */
export type ActivationParameters = Readonly<Record<string, number>>;

/** The options of an activation with their defaults: `{ alpha: 1 }` for `elu`, none for most. */
export function activationDefaultsOf(activation: LayerActivation): ActivationParameters {
  return activation === 'softmax' ? {} : activationDefaults(activation);
}

/** Declares the buffer for a layer's output before its activation, and names it by what it is. */
export function declarePreactivation(activation: LayerActivation, at: LoweringContext): string {
  const isLogits = activation === 'softmax' && at.leaveSoftmax;
  const suffix = activation === 'linear' ? 'output' : isLogits ? 'logits' : 'preactivation';
  return at.graph.activation(`${at.name}/${suffix}`, at.outputShape);
}

/** The activation of what is in `input`. Linear, and a softmax that is left to the loss, are no operation at all. */
export function lowerActivation(
  activation: LayerActivation,
  at: LoweringContext,
  input: string,
  options: ActivationParameters = {},
): Lowered {
  if (activation === 'linear' || (activation === 'softmax' && at.leaveSoftmax)) {
    return { output: input, backward() {} };
  }
  return activation === 'softmax'
    ? lowerSoftmax(at, input)
    : lowerElementwise(activation, at, input, options);
}

function lowerElementwise(
  activation: Exclude<ActivationFunction, 'linear'>,
  at: LoweringContext,
  input: string,
  options: ActivationParameters,
): Lowered {
  const { graph } = at;
  const output = graph.activation(`${at.name}/output`, at.outputShape);
  const applied = { function: activation, ...(Object.keys(options).length > 0 && { options }) };
  graph.emit({ kind: 'activation', ...applied, input, output });
  return {
    output,
    backward(inputGradWanted) {
      if (!inputGradWanted) return;
      const outputGrad = graph.gradientOf(output);
      const inputGrad = graph.gradientOf(input);
      graph.emit({ kind: 'activationGrad', ...applied, input, output, outputGrad, inputGrad });
    },
  };
}

/** Over the last axis. */
function lowerSoftmax(at: LoweringContext, rawInput: string): Lowered {
  const { graph } = at;
  const reshaped = lowerReshape(graph, at.name, rawInput, at.outputShape);
  const output = graph.activation(`${at.name}/output`, at.outputShape);
  graph.emit({ kind: 'softmax', input: reshaped.output, output });
  return {
    output,
    backward(inputGradWanted) {
      if (!inputGradWanted) return;
      const outputGrad = graph.gradientOf(output);
      graph.emit({ kind: 'softmaxGrad', output, outputGrad, inputGrad: graph.gradientOf(reshaped.output) });
      reshaped.backward(inputGradWanted);
    },
  };
}
