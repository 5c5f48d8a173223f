// What weights are before training. The rules and their fans are Keras's (`keras.initializers`); the draws are this
// project's own, so the same seed gives other numbers than in Keras, from the same distribution.

import { sizeOf } from '@convoy/kernels';
import type { Generator } from '../random/generator.ts';
import type { Shape } from './shape.ts';

type Draw = (generator: Generator) => number;

/** Each gives the function that draws one value, for a shape. */
const initializers = {
  zeros: () => () => 0,
  ones: () => () => 1,
  /** Glorot and Bengio 2010; Keras's default for kernels. Uniform in ±√(6 / (fan in + fan out)). */
  glorotUniform: (shape: Shape) => uniform(1 / mean(fans(shape))),
  glorotNormal: (shape: Shape) => truncatedNormal(1 / mean(fans(shape))),
  /** He et al. 2015, for ReLU. */
  heUniform: (shape: Shape) => uniform(2 / fans(shape).in),
  heNormal: (shape: Shape) => truncatedNormal(2 / fans(shape).in),
  /** LeCun et al. 1998. */
  lecunUniform: (shape: Shape) => uniform(1 / fans(shape).in),
  lecunNormal: (shape: Shape) => truncatedNormal(1 / fans(shape).in),
} satisfies Record<string, (shape: Shape) => Draw>;

export type InitializerName = keyof typeof initializers;

export const initializerNames = Object.keys(initializers) as readonly InitializerName[];

/**
 * Values for a weight of a shape, drawn one after the other, the last axis fastest.
 * @example
 * initialValues('glorotUniform', [3, 3, 1, 32], createGenerator(deriveSeed(7, 'kernel')));
 */
export function initialValues(
  initializer: InitializerName,
  shape: Shape,
  generator: Generator,
): Float32Array {
  const draw: Draw = initializers[initializer](shape);
  return Float32Array.from({ length: sizeOf(shape) }, () => draw(generator));
}

interface Fans {
  readonly in: number;
  readonly out: number;
}

/** How many inputs one output sums, and how many outputs one input feeds: `[3, 3, 32, 64]` has 288 and 576. */
function fans(shape: Shape): Fans {
  const inputs = shape.at(-2) ?? shape.at(-1) ?? 1;
  const outputs = shape.at(-1) ?? 1;
  const receptiveField = sizeOf(shape.slice(0, -2));
  return { in: Math.max(1, inputs * receptiveField), out: Math.max(1, outputs * receptiveField) };
}

function mean({ in: inputs, out: outputs }: Fans): number {
  return (inputs + outputs) / 2;
}

function uniform(variance: number): Draw {
  const limit = Math.sqrt(3 * variance);
  return (generator) => (2 * generator.uniform() - 1) * limit;
}

/** The standard deviation of a standard normal that is cut off at ±2. */
const truncatedDeviation = 0.879625661034239;

/** A normal cut off at two deviations (values outside are drawn again), widened so that `variance` is met. */
function truncatedNormal(variance: number): Draw {
  const deviation = Math.sqrt(variance) / truncatedDeviation;
  return (generator) => {
    for (;;) {
      const value = generator.normal();
      if (Math.abs(value) <= 2) return value * deviation;
    }
  };
}
