// Every activation in every format. A new one is an entry here; the compiler asks for it.

import type { LayerActivation } from '@convoy/core';
import type { OnnxGraph } from './onnx/graph.ts';

/** What an activation is called, and how it is computed, elsewhere. */
export interface ForeignActivation {
  /** Adds the operations to an ONNX graph, channels on axis 1. @returns the name of the result */
  readonly onnx: (graph: OnnxGraph, input: string) => string;
  /** The module that computes it; null for none at all. */
  readonly pytorch: string | null;
  /** Keras's name; null if Keras has no such function. */
  readonly keras: string | null;
  /** The function of one number, by which an imported graph is recognized; null for functions of more than one. */
  readonly of: ((x: number) => number) | null;
}

export const activations = {
  linear: { onnx: (_, input) => input, pytorch: null, keras: 'linear', of: (x) => x },
  relu: operation('Relu', 'nn.ReLU()', 'relu', (x) => Math.max(0, x)),
  sigmoid: operation('Sigmoid', 'nn.Sigmoid()', 'sigmoid', (x) => 1 / (1 + Math.exp(-x))),
  tanh: operation('Tanh', 'nn.Tanh()', 'tanh', Math.tanh),
  softmax: {
    onnx: (graph, input) => graph.add('Softmax', [input], { axis: 1 }),
    pytorch: 'nn.Softmax(dim=1)',
    keras: 'softmax',
    of: null,
  },
  // Operator set 17 has no Gelu: x / 2 · (1 + erf(x / √2)).
  gelu: {
    onnx(graph, input) {
      const scaled = graph.add('Div', [input, graph.scalar(Math.SQRT2)]);
      const sum = graph.add('Add', [graph.add('Erf', [scaled]), graph.scalar(1)]);
      return graph.add('Mul', [graph.add('Mul', [input, graph.scalar(0.5)]), sum]);
    },
    pytorch: 'nn.GELU()',
    keras: 'gelu',
    of: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  },
} as const satisfies Readonly<Record<LayerActivation, ForeignActivation>>;

function operation(
  operator: string,
  pytorch: string,
  keras: string,
  of: (x: number) => number,
): ForeignActivation {
  return { onnx: (graph, input) => graph.add(operator, [input]), pytorch, keras, of };
}

/** The error function by its Taylor series (Abramowitz and Stegun 7.1.5), to 1e-12 for |x| up to 3; ±1 past 6. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
