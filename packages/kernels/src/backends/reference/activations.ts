// Element-wise functions with their derivatives, softmax, and multiplication by a constant.

import type {
  Activation,
  ActivationFunction,
  ActivationGrad,
  Scale,
  ScaleRows,
  Softmax,
  SoftmaxGrad,
} from '../../operations.ts';
import { at, type Batch, lastExtent } from './cells.ts';
import { erfc } from './erf.ts';

/** What an operation says of its function's options; each oracle states its own defaults, which are Keras's. */
type Options = Readonly<Record<string, number>>;

interface Curve {
  value(x: number, options: Options): number;
  /** At `x`, where the function's value is `y`. */
  derivative(x: number, y: number, options: Options): number;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Φ, the normal distribution's share below x, and φ, its density. */
const normalShare = (x: number) => erfc(-x / Math.SQRT2) / 2;
const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

const curves = {
  linear: { value: (x) => x, derivative: () => 1 },
  relu: { value: (x) => Math.max(0, x), derivative: (x) => (x > 0 ? 1 : 0) },
  sigmoid: { value: logistic, derivative: (_, y) => y * (1 - y) },
  tanh: { value: (x) => Math.tanh(x), derivative: (_, y) => 1 - y * y },
  gelu: {
    value: (x) => x * normalShare(x),
    derivative: (x) => normalShare(x) + x * normalDensity(x),
  },
  elu: {
    value: (x, { alpha = 1 }) => (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: (x, _, { alpha = 1 }) => (x > 0 ? 1 : alpha * Math.exp(x)),
  },
  leakyRelu: {
    value: (x, { negativeSlope = 0.2 }) => (x > 0 ? x : negativeSlope * x),
    derivative: (x, _, { negativeSlope = 0.2 }) => (x > 0 ? 1 : negativeSlope),
  },
  silu: {
    value: (x) => x * logistic(x),
    derivative: (x) => logistic(x) * (1 + x * logistic(-x)),
  },
  softplus: {
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    derivative: logistic,
  },
} satisfies Record<ActivationFunction, Curve>;

export function activation(operation: Activation, batch: Batch): void {
  const curve: Curve = curves[operation.function];
  const options = operation.options ?? {};
  const output = batch.data(operation.output);
  batch.data(operation.input).forEach((x, i) => {
    output[i] = curve.value(x, options);
  });
}

export function activationGrad(operation: ActivationGrad, batch: Batch): void {
  const curve: Curve = curves[operation.function];
  const options = operation.options ?? {};
  const output = batch.data(operation.output);
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  batch.data(operation.input).forEach((x, i) => {
    inputGrad[i] = at(outputGrad, i) * curve.derivative(x, at(output, i), options);
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

export function scaleRows(operation: ScaleRows, batch: Batch): void {
  const factors = batch.data(operation.factors);
  const input = batch.data(operation.input);
  const output = batch.data(operation.output);
  const size = input.length / batch.rows;
  input.forEach((x, i) => {
    output[i] = at(factors, Math.floor(i / size)) * x;
  });
}
