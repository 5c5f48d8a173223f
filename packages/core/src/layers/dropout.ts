// Dropout (Srivastava et al. 2014): in training each value is zeroed with a probability, the others are scaled up so that
// the expected sum stays; in evaluation and prediction nothing happens.

import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { labelOf, named } from './validation.ts';

/** `Dropout` as plain data, every option explicit. */
export interface DropoutSpec extends LayerSpecBase {
  readonly type: 'Dropout';
  readonly rate: number;
}

/** What `Dropout` is told. */
export interface DropoutOptions {
  /** The probability with which a value is zeroed: from 0 up to, not including, 1. */
  readonly rate: number;
  readonly name?: string;
}

/**
 * Keeps the shape.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Dropout({ rate: 0.5 });
 */
export function Dropout(options: DropoutOptions): DropoutSpec {
  return dropout.create(options, labelOf('Dropout', options));
}

export const dropout: LayerDefinition<DropoutSpec> = {
  type: 'Dropout',
  defaultName: 'dropout',

  create(options, label) {
    const read = readOptions(label, options, ['name', 'rate']);
    const rate = read.number('rate', 'a number from 0 up to, not including, 1', (r) => r >= 0 && r < 1);
    return { type: 'Dropout', ...named(read), rate };
  },

  outputShape: (_, inputShape) => inputShape,

  lower({ rate }, { graph, name, input, outputShape, training }) {
    if (!training || rate === 0) return { output: input, backward() {} };
    // A new key each step, written by the training loop; the backward pass draws the same mask from it again.
    const key = graph.declare({
      name: `${name}/key`,
      role: 'input',
      shape: [2],
      batched: false,
      type: 'int32',
    });
    const output = graph.activation(`${name}/output`, outputShape);
    graph.emit({ kind: 'dropout', rate, key, input, output });
    return {
      output,
      backward(inputGradWanted) {
        if (!inputGradWanted) return;
        const outputGrad = graph.gradientOf(output);
        graph.emit({ kind: 'dropoutGrad', rate, key, outputGrad, inputGrad: graph.gradientOf(input) });
      },
    };
  },
};
