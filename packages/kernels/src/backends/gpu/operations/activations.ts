// Element-wise functions with their derivatives, and multiplication by a constant.

import type { Activation, ActivationFunction, ActivationGrad, Scale } from '../../../operations.ts';
import { type Context, formsLike, here, type Kernel } from '../kernel.ts';

interface Curve {
  /** Declares `value`, of `x`. */
  readonly value: string;
  /** Declares `slope`, at `x`, where the function's value is `y`. */
  readonly slope: string;
}

/**
 * Declares `share`, Φ(x), by Abramowitz and Stegun's 7.1.26 for erf(x / √2): within 1.5e-7, and gpu.js knows no erf.
 */
const normalShare = `
    const distance = Math.abs(x) * ${Math.SQRT1_2};
    const t = 1 / (1 + 0.3275911 * distance);
    const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    const tail = 0.5 * series * Math.exp(-distance * distance);
    let share = tail;
    if (x > 0) { share = 1 - tail; }`;

// Exponents are kept where float32's exponential is finite: infinities need not behave on a GPU.
const curves = {
  linear: { value: 'const value = x;', slope: 'const slope = 1;' },
  relu: {
    value: 'const value = Math.max(0, x);',
    slope: 'let slope = 0; if (x > 0) { slope = 1; }',
  },
  sigmoid: {
    value: 'const value = 1 / (1 + Math.exp(Math.min(-x, 80)));',
    slope: 'const slope = y * (1 - y);',
  },
  tanh: {
    value: 'const value = 1 - 2 / (Math.exp(Math.min(2 * x, 80)) + 1);',
    slope: 'const slope = 1 - y * y;',
  },
  gelu: {
    value: `${normalShare}
    const value = x * share;`,
    slope: `${normalShare}
    const slope = share + x * Math.exp(-0.5 * x * x) * ${1 / Math.sqrt(2 * Math.PI)};`,
  },
} satisfies Record<ActivationFunction, Curve>;

export function activation(operation: Activation, context: Context): readonly Kernel[] {
  const { input, output } = operation;
  return [
    {
      output,
      inputs: { input },
      forms: formsLike(output, context, ['input']),
      body: `
    const x = input${here};
    ${curves[operation.function].value}
    return value;`,
    },
  ];
}

export function activationGrad(operation: ActivationGrad, context: Context): readonly Kernel[] {
  const { input, output, outputGrad, inputGrad } = operation;
  return [
    {
      output: inputGrad,
      inputs: { input, output, outputGrad },
      forms: formsLike(inputGrad, context, ['input', 'output', 'outputGrad']),
      body: `
    const x = input${here};
    const y = output${here};
    ${curves[operation.function].slope}
    return outputGrad${here} * slope;`,
    },
  ];
}

export function scale({ factor, input, output }: Scale, context: Context): readonly Kernel[] {
  const forms = formsLike(output, context, ['input']);
  return [{ output, inputs: { input }, forms, body: `return ${factor} * input${here};` }];
}
