// Element-wise functions with their derivatives, softmax, and multiplication by a constant.

import type {
  Activation,
  ActivationFunction,
  ActivationGrad,
  Scale,
  Softmax,
  SoftmaxGrad,
} from '../../operations.ts';
import { at, type Batch, lastExtent } from './cells.ts';
import { erf } from './erf.ts';

interface Curve {
  value(x: number): number;
  /** At `x`, where the function's value is `y`. */
  derivative(x: number, y: number): number;
}

/** Φ, the normal distribution's share below x, and φ, its density. */
const normalShare = (x: number) => (1 + erf(x / Math.SQRT2)) / 2;
const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

const curves = {
  linear: { value: (x) => x, derivative: () => 1 },
  relu: { value: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0) },
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), derivative: (_, y) => y * (1 - y) },
  tanh: { value: (x) => Math.tanh(x), derivative: (_, y) => 1 - y * y },
  gelu: {
    value: (x) => x * normalShare(x),
    derivative: (x) => normalShare(x) + x * normalDensity(x),
  },
} satisfies Record<ActivationFunction, Curve>;

export function activation(operation: Activation, batch: Batch): void {
  const curve: Curve = curves[operation.function];
  const output = batch.data(operation.output);
  batch.data(operation.input).forEach((x, i) => {
    output[i] = curve.value(x);
  });
}

export function activationGrad(operation: ActivationGrad, batch: Batch): void {
  const curve: Curve = curves[operation.function];
  const output = batch.data(operation.output);
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  batch.data(operation.input).forEach((x, i) => {
    inputGrad[i] = at(outputGrad, i) * curve.derivative(x, at(output, i));
  });
}

/** Softmax of one vector; the largest is taken off first, so that no exponential overflows. */
export function softmaxOf(logits: Float64Array): Float64Array {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

export function softmax(operation: Softmax, batch: Batch): void {
  const input = batch.cells(operation.input);
  const output = batch.data(operation.output);
  const classes = lastExtent(input);
  for (let start = 0; start < output.length; start += classes) {
    output.set(softmaxOf(input.data.subarray(start, start + classes)), start);
  }
}

/** `inputGrad = output · (outputGrad − Σ outputGrad · output)`, the sum over the classes. */
export function softmaxGrad(operation: SoftmaxGrad, batch: Batch): void {
  const output = batch.cells(operation.output);
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  const classes = lastExtent(output);
  for (let start = 0; start < inputGrad.length; start += classes) {
    let sum = 0;
    for (let i = start; i < start + classes; i++) sum += at(outputGrad, i) * at(output.data, i);
    for (let i = start; i < start + classes; i++) {
      inputGrad[i] = at(output.data, i) * (at(outputGrad, i) - sum);
    }
  }
}

export function scale(operation: Scale, batch: Batch): void {
  const output = batch.data(operation.output);
  batch.data(operation.input).forEach((x, i) => {
    output[i] = operation.factor * x;
  });
}
