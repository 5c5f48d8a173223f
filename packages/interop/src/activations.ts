// Every activation in every format. A new one is an entry here; the compiler asks for it.

import type { ActivationName, LayerActivation } from '@convoy/core';
import { activationDefaults } from '@convoy/kernels/internal';
import { InteropError } from './errors.ts';
import type { OnnxGraph } from './onnx/graph.ts';

/** The options of an activation, by Convoy's names: `{ alpha: 1 }`. */
export type Parameters = Readonly<Record<string, number>>;

/** What an activation is called, and how it is computed, elsewhere. */
export interface ForeignActivation {
  /** Adds the operations to an ONNX graph, channels on axis 1. @returns the name of the result */
  readonly onnx: (graph: OnnxGraph, input: string, options: Parameters) => string;
  /** The module that computes it; null for none at all. */
  readonly pytorch: ((options: Parameters) => string) | null;
  /** Keras's name; null if Keras has no such function. */
  readonly keras: string | null;
  /** Keras's layer of it, for options that a name cannot carry. */
  readonly kerasLayer?: KerasActivationLayer;
  /** The function of one number, by which an imported graph is recognized; null for functions of more than one. */
  readonly of: ((x: number, options: Parameters) => number) | null;
  /** The options with which it has a value at -1; absent if it has no options. */
  readonly optionsAt?: (value: number) => Parameters;
}

export interface KerasActivationLayer {
  readonly className: string;
  /** Convoy's option and Keras's. */
  readonly option: readonly [own: string, keras: string];
}

export const activations: Readonly<Record<LayerActivation, ForeignActivation>> = {
  linear: { onnx: (_, input) => input, pytorch: null, keras: 'linear', of: (x) => x },
  relu: operation('Relu', 'nn.ReLU()', 'relu', (x) => Math.max(0, x)),
  sigmoid: operation('Sigmoid', 'nn.Sigmoid()', 'sigmoid', (x) => 1 / (1 + Math.exp(-x))),
  tanh: operation('Tanh', 'nn.Tanh()', 'tanh', Math.tanh),
  softmax: {
    onnx: (graph, input) => graph.add('Softmax', [input], { axis: 1 }),
    pytorch: () => 'nn.Softmax(dim=1)',
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
    pytorch: () => 'nn.GELU()',
    keras: 'gelu',
    of: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  },
  elu: {
    onnx: (graph, input, { alpha = 1 }) => graph.add('Elu', [input], { alpha: { float: alpha } }),
    pytorch: ({ alpha }) => `nn.ELU(alpha=${alpha})`,
    keras: 'elu',
    kerasLayer: { className: 'ELU', option: ['alpha', 'alpha'] },
    of: (x, { alpha = 1 }) => (x > 0 ? x : alpha * Math.expm1(x)),
    optionsAt: (value) => ({ alpha: shortest(value / Math.expm1(-1)) }),
  },
  leakyRelu: {
    onnx: (graph, input, { negativeSlope = 0 }) =>
      graph.add('LeakyRelu', [input], { alpha: { float: negativeSlope } }),
    pytorch: ({ negativeSlope }) => `nn.LeakyReLU(negative_slope=${negativeSlope})`,
    keras: 'leaky_relu',
    kerasLayer: { className: 'LeakyReLU', option: ['negativeSlope', 'negative_slope'] },
    of: (x, { negativeSlope = 0 }) => (x > 0 ? x : negativeSlope * x),
    optionsAt: (value) => ({ negativeSlope: shortest(-value) }),
  },
  // No operator set of ONNX before 24 has it.
  silu: {
    onnx: (graph, input) => graph.add('Mul', [input, graph.add('Sigmoid', [input])]),
    pytorch: () => 'nn.SiLU()',
    keras: 'silu',
    of: (x) => x / (1 + Math.exp(-x)),
  },
  softplus: operation('Softplus', 'nn.Softplus()', 'softplus', (x) => Math.log1p(Math.exp(x))),
};

/** An activation as a layer has it: Convoy's name, and its options if they are not the defaults. */
export interface AppliedActivation {
  readonly activation: ActivationName;
  readonly alpha?: number;
  readonly negativeSlope?: number;
}

/**
 * The activation of a layer, with all its options.
 * @param label The layer's, for the error.
 * @throws {InteropError} `unsupported-layer` for one that `defineActivation` registered
 */
export function foreignActivationOf(
  spec: AppliedActivation,
  label: string,
): { readonly foreign: ForeignActivation; readonly options: Parameters; readonly isDefault: boolean } {
  const { activation } = spec;
  if (!isBuiltIn(activation)) {
    throw new InteropError(
      'unsupported-layer',
      `${label}: activation: expected one that comes with Convoy, got ${activation}, which is your own: other formats ` +
        'cannot compute it. Export to safetensors, which holds weights only',
    );
  }
  const defaults = defaultsOf(activation);
  const given = Object.entries(spec).flatMap(([option, value]) =>
    Object.hasOwn(defaults, option) && typeof value === 'number' ? [[option, value] as const] : [],
  );
  return {
    foreign: activations[activation],
    options: { ...defaults, ...Object.fromEntries(given) },
    isDefault: given.every(([option, value]) => value === defaults[option]),
  };
}

/** The options of a built-in activation with their defaults. */
export function defaultsOf(activation: LayerActivation): Parameters {
  return activation === 'softmax' ? {} : activationDefaults(activation);
}

/** The names of the built-in activations. */
export const builtInActivations = Object.keys(activations).filter(isBuiltIn);

function isBuiltIn(activation: string): activation is LayerActivation {
  return Object.hasOwn(activations, activation);
}

function operation(
  operator: string,
  pytorch: string,
  keras: string,
  of: (x: number) => number,
): ForeignActivation {
  return { onnx: (graph, input) => graph.add(operator, [input]), pytorch: () => pytorch, keras, of };
}

/** As short as it was before it became a float32. */
export function shortest(value: number): number {
  return Number(value.toPrecision(7));
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
