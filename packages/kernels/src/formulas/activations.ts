// Every activation, as an expression of its value and one of its gradient. A new one is an entry here and its oracle in
// `backends/reference/activations.ts`; names, options and defaults are Keras 3's, in camel case.

import {
  add,
  type Expression,
  exp,
  ifPositive,
  keep,
  max,
  min,
  mul,
  multiplyAdd,
  neg,
  sub,
  tanh,
} from './expression.ts';
import { expMinus1, logOf1Plus, normalTail, normalTailSlope, sigmoid } from './functions.ts';

export interface GradientInputs {
  /** What the function was applied to. */
  readonly x: Expression;
  /** The function's value there. */
  readonly y: Expression;
  /** The gradient with respect to `y`. */
  readonly g: Expression;
}

export interface ActivationFormula<Option extends string = string> {
  /** The function's options with their defaults; each is a number of at least 0. */
  readonly options: Readonly<Record<Option, number>>;
  value(x: Expression, options: Readonly<Record<Option, number>>): Expression;
  /** The gradient with respect to x. A backend hands over only what it reads. */
  gradient(inputs: GradientInputs, options: Readonly<Record<Option, number>>): Expression;
}

function define<Option extends string = never>(
  options: Readonly<Record<Option, number>>,
  formula: Omit<ActivationFormula<Option>, 'options'>,
): ActivationFormula<Option> {
  return { options, ...formula };
}

export const activationFormulas = {
  linear: define({}, { value: (x) => x, gradient: ({ g }) => g }),

  /** The gradient at exactly 0 is 0. */
  relu: define({}, { value: (x) => max(x, 0), gradient: ({ y, g }) => ifPositive(y, g, 0) }),

  sigmoid: define({}, { value: sigmoid, gradient: ({ y, g }) => mul(g, mul(y, sub(1, y))) }),

  tanh: define({}, { value: tanh, gradient: ({ y, g }) => mul(g, sub(1, mul(y, y))) }),

  /** The exact form, x · Φ(x) (Hendrycks and Gimpel 2016). */
  gelu: define(
    {},
    {
      value: (x) => sub(max(x, 0), normalTail(x)),
      gradient({ x, g }) {
        const slope = keep('slope', normalTailSlope(x));
        return mul(g, ifPositive(x, sub(1, slope), slope));
      },
    },
  ),

  /** x above 0, alpha · (eˣ − 1) below (Clevert et al. 2015); the gradient at exactly 0 is alpha. */
  elu: define(
    { alpha: 1 },
    {
      value: (x, { alpha }) => add(max(x, 0), mul(expMinus1(min(x, 0)), alpha)),
      gradient: ({ y, g }, { alpha }) => mul(g, ifPositive(y, 1, add(y, alpha))),
    },
  ),

  /** x above 0, negativeSlope · x below (Maas et al. 2013); the gradient at exactly 0 is negativeSlope. */
  leakyRelu: define(
    { negativeSlope: 0.2 },
    {
      value: (x, { negativeSlope }) => ifPositive(x, x, mul(x, negativeSlope)),
      gradient: ({ x, g }, { negativeSlope }) => ifPositive(x, g, mul(g, negativeSlope)),
    },
  ),

  /** x · sigmoid(x), also known as swish (Elfwing et al. 2017; Ramachandran et al. 2017). */
  silu: define(
    {},
    {
      value: (x) => mul(x, sigmoid(x)),
      gradient({ x, g }) {
        const s = keep('sigmoid', sigmoid(x));
        return mul(g, mul(s, multiplyAdd(x, sub(1, s), 1)));
      },
    },
  ),

  /** ln(1 + eˣ) (Dugas et al. 2000). */
  softplus: define(
    {},
    {
      value: (x) => add(max(x, 0), logOf1Plus(exp(min(x, neg(x))))),
      gradient: ({ x, g }) => mul(g, sigmoid(x)),
    },
  ),
} satisfies Readonly<Record<string, ActivationFormula>>;

/** Applied element by element. */
export type ActivationFunction = keyof typeof activationFormulas;
/** Those with options of their own. */
export type ActivationWithOptions = {
  [K in ActivationFunction]: [keyof (typeof activationFormulas)[K]['options']] extends [never] ? never : K;
}[ActivationFunction];
/** The names of all activations. */
export const activationFunctions = Object.keys(activationFormulas) as readonly ActivationFunction[];

/** The options of a function with their defaults: `{ alpha: 1 }` for ELU, nothing for most. */
export function activationDefaults(name: ActivationFunction): Readonly<Record<string, number>> {
  return activationFormulas[name].options;
}

/** An activation as an operation names it. */
interface Applied {
  readonly function: ActivationFunction;
  readonly options?: Readonly<Record<string, number>>;
}

export function activationValue({ function: name, options }: Applied, x: Expression): Expression {
  const formula: ActivationFormula = activationFormulas[name];
  return formula.value(x, { ...formula.options, ...options });
}

export function activationGradient({ function: name, options }: Applied, inputs: GradientInputs): Expression {
  const formula: ActivationFormula = activationFormulas[name];
  return formula.gradient(inputs, { ...formula.options, ...options });
}
