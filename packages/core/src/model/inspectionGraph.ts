// The graph for looking inside a model: one image through all layers and the gradient of its loss back to the pixels, with
// every buffer kept to be read.

import type { Graph } from '@convoy/kernels';
import { GraphWriter } from '../layers/graphWriter.ts';
import { declareInputAndWeights, lowerForward } from './buildGraph.ts';
import { CategoricalCrossentropy } from './losses/categoricalCrossentropy.ts';
import { endsWithSoftmax, lowerLoss, requireClassifier } from './lowerLoss.ts';
import type { ModelStructure } from './structure.ts';

/** The buffers of one layer. */
export interface InspectedBuffers {
  readonly input: string;
  /** Before the activation; null for layers without one. */
  readonly preactivation: string | null;
  readonly output: string;
  readonly outputGradient: string;
}

/** A graph with the program `inspect`, and the buffers of each layer in it. */
export interface InspectionGraph {
  readonly graph: Graph;
  readonly layers: readonly InspectedBuffers[];
}

/**
 * Layers behave as in prediction: dropout keeps everything, batch normalization uses its moving statistics.
 * @throws {CoreError} if the model is not a classifier.
 */
export function buildInspectionGraph(structure: ModelStructure): InspectionGraph {
  const loss = CategoricalCrossentropy({ fromLogits: !endsWithSoftmax(structure) });
  requireClassifier(structure, loss);
  const writer = new GraphWriter();
  declareInputAndWeights(writer, structure);
  writer.beginProgram('inspect');
  const { layers: lowered, output } = lowerForward(writer, structure, false);
  lowerLoss(writer, structure, loss, output, { weighsRows: false });
  for (const { backward } of lowered.toReversed()) backward(true);

  const { buffers, ...rest } = writer.graph(1);
  const graph = {
    ...rest,
    buffers: buffers.map((buffer) =>
      buffer.role === 'activation' ? { ...buffer, role: 'output' as const } : buffer,
    ),
  };
  const names = new Set(buffers.map(({ name }) => name));
  const layers = lowered.map((layer, i) => {
    const { name } = structure.layers[i] ?? { name: '' };
    // The last layer's softmax belongs to the loss: what the layer itself wrote are the logits.
    const isLogits = layer.output === `${name}/logits`;
    const preactivation = isLogits ? layer.output : `${name}/preactivation`;
    return {
      input: lowered[i - 1]?.output ?? 'images',
      preactivation: names.has(preactivation) ? preactivation : null,
      output: isLogits ? 'probabilities' : layer.output,
      outputGradient: `${layer.output}/gradient`,
    };
  });
  return { graph, layers };
}
