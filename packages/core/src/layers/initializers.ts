// What weights are before training. The rules and their fans are Keras's (`keras.initializers`), where it has them; the
// draws are this project's own, so the same seed gives other numbers than in Keras, from the same distribution.

import { sizeOf } from '@convoy/kernels/internal';
import type { Generator } from '../random/generator.ts';
import type { Shape } from './shape.ts';

/** One value after the other, the last axis fastest; `index` counts them. */
type Draw = (generator: Generator, index: number) => number;

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
  /** PyTorch's default for kernels: uniform in ±1 / √(fan in). */
  torchUniform: (shape: Shape) => uniform(1 / (3 * fans(shape).in)),
  /** Partial identity (Zagoruyko and Komodakis 2017; Jordan 2024): filter i < channels passes channel i on, the others are `torchUniform`. */
  dirac,
} satisfies Record<string, (shape: Shape) => Draw>;

export type DrawnInitializerName = keyof typeof initializers;

/** `whitening` is not drawn: it follows from the images that a model is initialized with. */
export type InitializerName = DrawnInitializerName | 'whitening';

/** The names that layers take as `kernelInitializer` and `biasInitializer`. */
export const initializerNames: readonly InitializerName[] = [
  ...(Object.keys(initializers) as DrawnInitializerName[]),
  'whitening',
];

/**
 * Values for a weight of a shape, drawn one after the other, the last axis fastest.
 * @example
 * initialValues('glorotUniform', [3, 3, 1, 32], createGenerator(deriveSeed(7, 'kernel')));
 */
export function initialValues(
  initializer: DrawnInitializerName,
  shape: Shape,
  generator: Generator,
): Float32Array {
  const draw: Draw = initializers[initializer](shape);
  return Float32Array.from({ length: sizeOf(shape) }, (_, index) => draw(generator, index));
}

/** The centre tap of a kernel `[height, width, in, out]`; a dense kernel has only one. */
function dirac(shape: Shape): Draw {
  const random = uniform(1 / (3 * fans(shape).in));
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const [height = 1, width = 1] = shape.slice(0, -2);
  const centre = Math.floor(height / 2) * width + Math.floor(width / 2);
  return (generator, index) => {
    const value = random(generator, index);
    const output = index % outputs;
    if (output >= inputs) return value;
    const input = Math.floor(index / outputs) % inputs;
    const tap = Math.floor(index / (outputs * inputs));
    return tap === centre && input === output ? 1 : 0;
  };
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
