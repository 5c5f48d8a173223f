// Element-wise functions with their gradients, from their formulas, and multiplication by a constant.

import { activationGradient, activationValue } from '../../../formulas/activations.ts';
import { countInputs, input } from '../../../formulas/expression.ts';
import type { Activation, ActivationGrad, Scale, ScaleRows } from '../../../operations.ts';
import { bodyOf } from '../formula.ts';
import { type Context, formsLike, here, type Kernel } from '../kernel.ts';

const elementOf = (name: string): string => `${name}${here}`;

export function activation(operation: Activation, context: Context): readonly Kernel[] {
  const { output } = operation;
  return [
    {
      output,
      inputs: { input: operation.input },
      forms: formsLike(output, context, ['input']),
      body: bodyOf(activationValue(operation, input('input')), elementOf),
    },
  ];
}

export function activationGrad(operation: ActivationGrad, context: Context): readonly Kernel[] {
  const { output, outputGrad, inputGrad } = operation;
  const gradient = activationGradient(operation, {
    x: input('input'),
    y: input('output'),
    g: input('outputGrad'),
  });
  const used = countInputs([gradient]);
  const operands = Object.entries({ input: operation.input, output, outputGrad });
  const inputs = Object.fromEntries(operands.filter(([name]) => used.has(name)));
  return [
    {
      output: inputGrad,
      inputs,
      forms: formsLike(inputGrad, context, Object.keys(inputs)),
      body: bodyOf(gradient, elementOf),
    },
  ];
}

export function scale({ factor, input: from, output }: Scale, context: Context): readonly Kernel[] {
  const forms = formsLike(output, context, ['input']);
  return [{ output, inputs: { input: from }, forms, body: `return ${factor} * input${here};` }];
}

export function scaleRows(operation: ScaleRows, context: Context): readonly Kernel[] {
  const { factors, input: from, output } = operation;
  // A thread's output may be any part of its row: the row is the outermost extent.
  const forms = formsLike(output, context, ['input']);
  const body = `return factors[this.thread.z][0][0] * input${here};`;
  return [{ output, inputs: { factors, input: from }, forms, body }];
}
