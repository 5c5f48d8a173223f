// What a model costs and what it sees, from its configuration alone: multiply-adds, receptive fields, memory.

import { plannedBytes } from '@convoy/kernels/internal';
import { type Pair, readOptions } from '../layers/options.ts';
import type { Shape } from '../layers/shape.ts';
import type { OptimizerSpec } from '../optimizers/list.ts';
import { RMSprop } from '../optimizers/rmsprop.ts';
import { buildGraph } from './buildGraph.ts';
import type { SequentialConfig } from './config.ts';
import { CategoricalCrossentropy } from './losses/categoricalCrossentropy.ts';
import { multiplyAddsOf } from './multiplyAdds.ts';
import { countParameters, type ModelStructure, structureOf } from './structure.ts';

/** What one layer costs and sees. */
export interface LayerAnalysis {
  readonly name: string;
  /** `conv2d_1 (Conv2D)` */
  readonly label: string;
  readonly outputShape: Shape;
  readonly parameters: number;
  /** Of the convolution or matrix product of one image, forward. A training step takes about three times as many. */
  readonly multiplyAdds: number;
  /** The part of the image, `[height, width]`, that one number of the output depends on; null is the whole image. */
  readonly receptiveField: Pair | null;
}

/** What a network costs and sees. */
export interface ModelAnalysis {
  readonly layers: readonly LayerAnalysis[];
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly multiplyAdds: number;
  readonly batchSize: number;
  /** What one worker's WASM memory holds at that batch size: weights, gradients, optimizer state, activations. */
  readonly trainingBytes: number;
  readonly predictionBytes: number;
}

/** For what an analysis is made. */
export interface AnalysisOptions {
  /** @default 256 */
  readonly batchSize?: number;
  /** Its state takes memory. @default RMSprop() */
  readonly optimizer?: OptimizerSpec;
}

/**
 * What each layer of a classifier costs and sees, and what training it takes.
 * @throws {CoreError} if a layer does not fit its input, or the model is no classifier.
 * @example
 * const { multiplyAdds } = analyzeModel(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
 */
export function analyzeModel(model: SequentialConfig, options: AnalysisOptions = {}): ModelAnalysis {
  const read = readOptions('analyzeModel', options, ['batchSize', 'optimizer'], 'invalid-argument');
  const batchSize = read.positiveInteger('batchSize', 256);
  const { optimizer = RMSprop() } = options;
  const structure = structureOf(model);
  const layers = analyzeLayers(structure);
  const sum = (of: (layer: LayerAnalysis) => number) => layers.reduce((total, layer) => total + of(layer), 0);
  return {
    layers,
    parameters: sum(({ parameters }) => parameters),
    trainableParameters: countParameters(structure.weights.filter(({ trainable }) => trainable)),
    multiplyAdds: sum(({ multiplyAdds }) => multiplyAdds),
    batchSize,
    trainingBytes: plannedBytes(buildGraph(model, { batchSize, loss: CategoricalCrossentropy(), optimizer })),
    predictionBytes: plannedBytes(buildGraph(model, { batchSize })),
  };
}

/** What each layer costs and sees. */
export function analyzeLayers(structure: ModelStructure): LayerAnalysis[] {
  let field: Pair | null = [1, 1];
  let step: Pair = [1, 1];
  return structure.layers.map((layer) => {
    const { name, label, spec, definition, outputShape, weights } = layer;
    const reach = definition.reach?.(spec);
    if (reach === 'everything') field = null;
    else if (reach && field) {
      field = [field[0] + (reach.size[0] - 1) * step[0], field[1] + (reach.size[1] - 1) * step[1]];
      step = [step[0] * reach.strides[0], step[1] * reach.strides[1]];
    }
    return {
      name,
      label,
      outputShape,
      parameters: countParameters(weights),
      multiplyAdds: multiplyAddsOf(layer),
      receptiveField: field,
    };
  });
}
