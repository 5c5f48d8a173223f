// Lowers a model into a graph: a training step, an evaluation and a prediction over the same parameters.
//
// Names of buffers are stable and readable. `images`, `labels`, `learningRate` (and the optimizer's other scalars), each
// dropout's `<layer>/key` and, where rows are weighted, `rowWeights` are inputs; `loss`, `accuracy` and `probabilities` are outputs; a layer's buffers begin
// with its name: `conv2d_1/kernel`, `conv2d_1/output`, `conv2d_1/kernel/gradient`, `conv2d_1/kernel/velocity`.

import type { Graph, Trial } from '@convoy/kernels';
import { GraphWriter } from '../layers/graphWriter.ts';
import type { Lowered } from '../layers/layer.ts';
import { lowerReshape } from '../layers/reshape.ts';
import type { OptimizerSpec } from '../optimizers/list.ts';
import type { SequentialConfig } from './config.ts';
import type { LossSpec } from './losses/list.ts';
import { endsWithSoftmax, lowerLoss, requireClassifier } from './lowerLoss.ts';
import { lowerUpdates } from './lowerUpdates.ts';
import { type ModelStructure, structureOf } from './structure.ts';

/** For what a graph is built. */
export interface GraphOptions {
  /** The most rows of one run. */
  readonly batchSize: number;
  /** Without it there is no `evaluate` and no `trainStep`. */
  readonly loss?: LossSpec | undefined;
  /** Without it there is no `trainStep`, and no memory is taken by gradients and optimizer state. */
  readonly optimizer?: OptimizerSpec | undefined;
  /** Whether `trainStep` multiplies each row's loss by its number in the input `rowWeights`. @default false */
  readonly weighsRows?: boolean;
}

/** What a prediction writes: `probabilities` of a classifier, the `output` of any other model. */
export function predictionBuffer(structure: ModelStructure, loss: LossSpec | undefined): string {
  return endsWithSoftmax(structure) || loss?.fromLogits === true ? 'probabilities' : 'output';
}

/**
 * The graph of a model, with the programs `trainStep` (given loss and optimizer), `evaluate` (given loss) and `predict`.
 * @throws {CoreError} if a layer does not fit its input, or the model does not end as the loss needs it.
 * @example
 * buildGraph(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }), {
 *   batchSize: 256, loss: CategoricalCrossentropy(), optimizer: RMSprop(),
 * });
 */
export function buildGraph(model: SequentialConfig, options: GraphOptions): Graph {
  const { batchSize, loss, optimizer, weighsRows = false } = options;
  const structure = structureOf(model);
  const graph = new GraphWriter();
  declareInputAndWeights(graph, structure);

  if (loss !== undefined) {
    requireClassifier(structure, loss);
    if (optimizer !== undefined) {
      graph.beginProgram('trainStep');
      lowerTrainStep(graph, structure, { loss, optimizer, weighsRows });
    }
    graph.beginProgram('evaluate');
    lowerLoss(graph, structure, loss, lowerForward(graph, structure, false).output, null);
  }
  graph.beginProgram('predict');
  lowerPrediction(graph, structure, predictionBuffer(structure, loss));
  return graph.graph(batchSize);
}

/** Declares the images and all weights. */
export function declareInputAndWeights(graph: GraphWriter, { config, weights }: ModelStructure): void {
  const type = 'float32';
  graph.declare({ name: 'images', role: 'input', shape: config.inputShape, batched: true, type });
  for (const { name, role, shape } of weights) graph.declare({ name, role, shape, batched: false, type });
}

/** What became of a model's layers. */
export interface LoweredModel {
  readonly layers: readonly Lowered[];
  /** The buffer of the last layer's output, before its softmax if it has one. */
  readonly output: string;
}

/** Writes the forward operations of all layers. */
export function lowerForward(graph: GraphWriter, structure: ModelStructure, training: boolean): LoweredModel {
  const layers: Lowered[] = [];
  let input = 'images';
  for (const { name, spec, definition, inputShape, outputShape } of structure.layers) {
    const leaveSoftmax = layers.length === structure.layers.length - 1;
    const at = { graph, name, input, inputShape, outputShape, training, leaveSoftmax };
    const lowered = definition.lower(spec, at);
    layers.push(lowered);
    input = lowered.output;
  }
  return { layers, output: input };
}

function lowerTrainStep(
  graph: GraphWriter,
  structure: ModelStructure,
  { loss, optimizer, weighsRows }: { loss: LossSpec; optimizer: OptimizerSpec; weighsRows: boolean },
): void {
  const { layers, output } = lowerForward(graph, structure, true);
  lowerLoss(graph, structure, loss, output, { weighsRows });
  // Gradients flow back as far as the first layer that learns, and no further: the images need none.
  const first = structure.layers.findIndex(({ weights }) => weights.some(({ trainable }) => trainable));
  for (let i = layers.length - 1; i >= first; i--) layers[i]?.backward(i > first);
  lowerUpdates(graph, structure, optimizer);
}

function lowerPrediction(graph: GraphWriter, structure: ModelStructure, prediction: string): void {
  const { output: input } = lowerForward(graph, structure, false);
  const shape = structure.outputShape;
  const output = graph.declare({ name: prediction, role: 'output', shape, batched: true, type: 'float32' });
  if (prediction === 'probabilities') {
    const { output: logits } = lowerReshape(graph, 'probabilities', input, shape);
    graph.emit({ kind: 'softmax', input: logits, output });
  } else {
    graph.emit({ kind: 'scale', factor: 1, input, output });
  }
}

/** What `auto` measures of a model's graph: its training step, or its prediction where it is not trained. */
export function trialOf(graph: Graph): Trial {
  return { graph, program: 'trainStep' in graph.programs ? 'trainStep' : 'predict' };
}
