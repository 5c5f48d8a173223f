// Shapes of the operations that know no windows: dense, element by element, over the last axis.

import { activationDefaults, activationFunctions } from '../formulas/activations.ts';
import { sizeOf } from '../graph.ts';
import type { Activation, ActivationGrad, Dropout, DropoutGrad, Operation } from '../operations.ts';
import type { Check } from './check.ts';

/** `fields` are the names under which this operation holds the dense layer's input, kernel and output. */
function checkDense(
  check: Check,
  fields: { readonly input: string; readonly kernel: string; readonly output: string },
): void {
  const input = check.anyRows(fields.input);
  const [, outputs] = check.whole(fields.kernel, [sizeOf(input), 'out']);
  check.elements(fields.output, [outputs]);
  check.whole('bias', [outputs]);
}

/** Every row buffer has as many elements as `field`'s. */
function checkElementwise(check: Check, field: string, ...others: readonly string[]): void {
  const shape = check.anyRows(field);
  for (const other of others) check.elements(other, shape);
}

/** Every buffer has exactly `field`'s shape: which axis is the last matters. */
function checkSameShape(check: Check, field: string, ...others: readonly string[]): void {
  const shape = check.anyRows(field);
  for (const other of others) check.rows(other, shape);
}

function checkDropout(operation: Dropout | DropoutGrad, check: Check): void {
  const { rate } = operation;
  check.attribute('rate', rate >= 0 && rate < 1, 'a probability from 0 up to, not including, 1', rate);
  check.integers('key', [2], false);
}

function checkActivationOptions(operation: Activation | ActivationGrad, check: Check): void {
  check.attribute(
    'function',
    activationFunctions.includes(operation.function),
    `one of ${activationFunctions.join(', ')}`,
    operation.function,
  );
  const known = Object.keys(activationDefaults(operation.function));
  for (const [option, value] of Object.entries(operation.options ?? {})) {
    check.attribute('options', known.includes(option), `no option but ${known.join(', ') || 'none'}`, option);
    check.attribute(option, value >= 0, 'a number of at least 0', value);
  }
}

export const layerRules = {
  dense: (_: Operation, check: Check) =>
    checkDense(check, { input: 'input', kernel: 'kernel', output: 'output' }),
  denseInputGrad: (_: Operation, check: Check) =>
    checkDense(check, { input: 'inputGrad', kernel: 'kernel', output: 'outputGrad' }),
  denseKernelGrad: (_: Operation, check: Check) =>
    checkDense(check, { input: 'input', kernel: 'kernelGrad', output: 'outputGrad' }),
  biasGrad: (_: Operation, check: Check) => {
    const last = check.anyRows('outputGrad').at(-1) ?? 1;
    check.whole('biasGrad', [last]);
  },
  activation: (operation: Activation, check: Check) => {
    checkActivationOptions(operation, check);
    checkElementwise(check, 'input', 'output');
  },
  activationGrad: (operation: ActivationGrad, check: Check) => {
    checkActivationOptions(operation, check);
    checkElementwise(check, 'input', 'output', 'outputGrad', 'inputGrad');
  },
  softmax: (_: Operation, check: Check) => checkSameShape(check, 'input', 'output'),
  softmaxGrad: (_: Operation, check: Check) => checkSameShape(check, 'output', 'outputGrad', 'inputGrad'),
  dropout: (operation: Dropout, check: Check) => {
    checkDropout(operation, check);
    checkElementwise(check, 'input', 'output');
  },
  dropoutGrad: (operation: DropoutGrad, check: Check) => {
    checkDropout(operation, check);
    checkElementwise(check, 'outputGrad', 'inputGrad');
  },
  scale: (_: Operation, check: Check) => {
    const input = check.buffer('input');
    if (input !== null) check.elements('output', input.shape, input.batched);
  },
  scaleRows: (_: Operation, check: Check) => {
    check.rows('factors', []);
    checkElementwise(check, 'input', 'output');
  },
};
