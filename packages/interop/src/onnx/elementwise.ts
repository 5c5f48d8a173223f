// Exporters write one activation in many ways: GELU alone has half a dozen. Instead of a list of patterns, the part of
// the graph between two values is computed for a few numbers, and compared with every activation that there is.

import type { LayerActivation } from '@convoy/core';
import { activations, builtInActivations, erf, type Parameters } from '../activations.ts';
import type { DecodedNode } from './decode.ts';
import type { OnnxSource } from './source.ts';

type Evaluate = (inputs: readonly number[], node: DecodedNode) => number;
const unary =
  (of: (x: number) => number): Evaluate =>
  ([x = 0]) =>
    of(x);
const binary =
  (of: (a: number, b: number) => number): Evaluate =>
  ([a = 0, b = 0]) =>
    of(a, b);
const floatOf = ({ attributes }: DecodedNode, name: string, fallback: number) =>
  attributes.get(name)?.float ?? fallback;

const operators: Readonly<Record<string, Evaluate>> = {
  Relu: unary((x) => Math.max(0, x)),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Tanh: unary(Math.tanh),
  Erf: unary(erf),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Neg: unary((x) => -x),
  Softplus: unary((x) => Math.log1p(Math.exp(x))),
  Elu: ([x = 0], node) => (x > 0 ? x : floatOf(node, 'alpha', 1) * Math.expm1(x)),
  LeakyRelu: ([x = 0], node) => (x > 0 ? x : floatOf(node, 'alpha', 0.01) * x),
  Gelu: ([x = 0], { attributes }) =>
    attributes.get('approximate')?.text === 'tanh' ? Number.NaN : (x / 2) * (1 + erf(x / Math.SQRT2)),
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
};

/** More nodes than any activation takes. */
const mostNodes = 16;
const samples = [-4, -2.5, -1, -0.3, -0.01, 0, 0.02, 0.4, 1, 2.2, 3.7];

/** A built-in activation with all its options. */
export interface RecognizedActivation {
  readonly activation: LayerActivation;
  readonly options: Parameters;
}

/** The activation that ends at a value, with where it begins; null if there is none. */
export function recognizeActivation(
  source: OnnxSource,
  output: string,
): (RecognizedActivation & { readonly input: string }) | null {
  const region = ancestors(source, output);
  // The nearest first: a ReLU before a GELU is not part of it.
  for (const input of region.slice(1)) {
    const values = samples.map((x) => evaluate(source, output, input, x));
    if (samples.every((x, at) => isClose(values[at] ?? null, x))) continue;
    for (const activation of builtInActivations) {
      const { of, optionsAt } = activations[activation];
      if (of === null) continue;
      const options = optionsAt?.(values[samples.indexOf(-1)] ?? Number.NaN) ?? {};
      // `Activation` takes no other.
      if (Object.values(options).some((option) => !(option >= 0))) continue;
      if (samples.every((x, at) => isClose(values[at] ?? null, of(x, options))))
        return { activation, options, input };
    }
  }
  return null;
}

/** Values that an output is computed from, element by element, the nearest first; it is the first itself. */
function ancestors(source: OnnxSource, output: string): readonly string[] {
  const found = new Set([output]);
  for (const value of found) {
    const node = source.producerOf(value);
    if (node === undefined || !isElementwise(node) || found.size > mostNodes) continue;
    for (const input of node.inputs) if (input !== '' && !source.isConstant(input)) found.add(input);
  }
  return [...found];
}

function isElementwise({ operator, domain }: DecodedNode): boolean {
  return domain === '' && Object.hasOwn(operators, operator);
}

/** The output for one number at `input`; null if it depends on anything else. */
function evaluate(source: OnnxSource, output: string, input: string, x: number): number | null {
  const known = new Map<string, number | null>([[input, x]]);
  const numberAt = (value: string): number | null => {
    const found = known.get(value);
    if (found !== undefined) return found;
    // Against cycles, until the value is known.
    known.set(value, null);
    const result = source.isConstant(value) ? scalarOf(source, value) : compute(value);
    known.set(value, result);
    return result;
  };
  const compute = (value: string): number | null => {
    const node = source.producerOf(value);
    if (node === undefined || !isElementwise(node) || known.size > 4 * mostNodes) return null;
    const inputs = node.inputs.map(numberAt);
    return inputs.includes(null) ? null : (operators[node.operator]?.(inputs as number[], node) ?? null);
  };
  return numberAt(output);
}

function scalarOf(source: OnnxSource, value: string): number | null {
  const numbers = source.numbers(value);
  return numbers?.length === 1 ? (numbers[0] ?? null) : null;
}

/** Constants of a file are float32. */
function isClose(found: number | null, expected: number): boolean {
  return found !== null && Math.abs(found - expected) <= 1e-5 * (1 + Math.abs(expected));
}
