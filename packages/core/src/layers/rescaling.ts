// Rescaling: every value times one fixed number. As the last layer before the softmax it sets how sure a fresh network can
// be (airbench94 scales its logits by 1/9); as the first it brings images to another range.

import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { labelOf, named } from './validation.ts';

/** `Rescaling` as plain data, every option explicit. */
export interface RescalingSpec extends LayerSpecBase {
  readonly type: 'Rescaling';
  readonly scale: number;
}

/** What `Rescaling` is told. */
export interface RescalingOptions {
  /** The factor: any finite number. */
  readonly scale: number;
  readonly name?: string;
}

/**
 * Keeps the shape. Keras's `Rescaling` without its `offset`: add a constant with the bias of a layer beside it.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * [Dense({ units: 10, useBias: false }), Rescaling({ scale: 1 / 9 }), Activation({ activation: 'softmax' })];
 */
export function Rescaling(options: RescalingOptions): RescalingSpec {
  return rescaling.create(options, labelOf('Rescaling', options));
}

export const rescaling: LayerDefinition<RescalingSpec> = {
  type: 'Rescaling',
  defaultName: 'rescaling',

  create(options, label) {
    const read = readOptions(label, options, ['name', 'scale']);
    return { type: 'Rescaling', ...named(read), scale: read.number('scale', 'a finite number', () => true) };
  },

  outputShape: (_, inputShape) => inputShape,

  lower({ scale: factor }, { graph, name, input, outputShape }) {
    const output = graph.activation(`${name}/output`, outputShape);
    graph.emit({ kind: 'scale', factor, input, output });
    return {
      output,
      backward(inputGradWanted) {
        if (!inputGradWanted) return;
        const outputGrad = graph.gradientOf(output);
        graph.emit({ kind: 'scale', factor, input: outputGrad, output: graph.gradientOf(input) });
      },
    };
  },
};
