// The end of a training step and of an evaluation: probabilities, loss and accuracy. Losses are given logits; a softmax
// that the model ends with is left to them.

import { CoreError } from '../errors.ts';
import type { GraphWriter } from '../layers/graphWriter.ts';
import { lowerReshape } from '../layers/reshape.ts';
import { wrongInput } from '../layers/validation.ts';
import { type LossSpec, lossDefinition } from './losses/list.ts';
import type { LossContext } from './losses/loss.ts';
import type { ModelStructure } from './structure.ts';

export function endsWithSoftmax({ layers }: ModelStructure): boolean {
  const last = layers.at(-1)?.spec;
  return last !== undefined && 'activation' in last && last.activation === 'softmax';
}

/** @throws {CoreError} if the model's output is not what the loss needs. */
export function requireClassifier(structure: ModelStructure, loss: LossSpec): void {
  const { outputShape, layers } = structure;
  const label = layers.at(-1)?.label ?? 'model';
  if (outputShape.length !== 1) {
    const advice = "End the model with Flatten() and Dense({ units: classes, activation: 'softmax' })";
    throw wrongInput(`${label}, the last layer`, 'an output of [classes]', outputShape, advice);
  }
  if (endsWithSoftmax(structure) === loss.fromLogits) {
    const message = loss.fromLogits
      ? `${label}: ends with softmax, but the loss is told fromLogits: true, which would apply it twice. Leave one out`
      : `${label}: expected a last layer with activation 'softmax' for ${loss.type}, found none. ` +
        `Add it, or use ${capitalized(loss.type)}({ fromLogits: true })`;
    throw new CoreError('invalid-argument', message);
  }
}

/**
 * Emits loss and accuracy of what is in `modelOutput` (logits).
 * @param training Null to measure only. Otherwise the gradient of the mean loss is written as well, to
 *   `graph.gradientOf(modelOutput)`; with `weighsRows`, of the losses multiplied by the input `rowWeights`.
 */
export function lowerLoss(
  graph: GraphWriter,
  structure: ModelStructure,
  loss: LossSpec,
  modelOutput: string,
  training: { readonly weighsRows: boolean } | null,
): void {
  const shape = structure.outputShape;
  const scalar = { shape: [], batched: false, type: 'float32' } as const;
  const labels = graph.declare({ ...scalar, name: 'labels', role: 'input', batched: true, type: 'int32' });
  const probabilities = graph.declare({
    name: 'probabilities',
    role: 'output',
    shape,
    batched: true,
    type: 'float32',
  });
  const reshaped = lowerReshape(graph, 'loss', modelOutput, shape);
  const logits = reshaped.output;
  const losses = graph.activation('losses', []);
  const logitsGrad = training === null ? null : graph.gradientOf(logits);
  const classes = shape[0] ?? 1;
  const at = { graph, classes, logits, labels, probabilities, losses, logitsGrad };
  const weighted = training?.weighsRows ? lowerWeighted(loss, at) : null;
  if (weighted === null) lossDefinition(loss.type).lower(loss, at);
  graph.emit({
    kind: 'mean',
    input: weighted ?? losses,
    output: graph.declare({ ...scalar, name: 'loss', role: 'output' }),
  });
  const matches = graph.activation('matches', []);
  graph.emit({ kind: 'categoricalAccuracy', predictions: probabilities, labels, matches });
  graph.emit({
    kind: 'mean',
    input: matches,
    output: graph.declare({ ...scalar, name: 'accuracy', role: 'output' }),
  });
  if (training !== null) reshaped.backward(true);
}

/**
 * Any loss, each row's multiplied by its weight, and its gradient too: no definition needs to know of weights. As in Keras,
 * the mean divides by the rows, not by the sum of their weights.
 * @returns The buffer of the weighted losses.
 */
function lowerWeighted(loss: LossSpec, at: LossContext): string {
  const { graph, classes, losses, logitsGrad } = at;
  const scalar = { shape: [], batched: true, type: 'float32' } as const;
  const factors = graph.declare({ ...scalar, name: 'rowWeights', role: 'input' });
  const weighted = graph.activation('losses/weighted', []);
  const unweightedGrad = logitsGrad && graph.activation('losses/unweighted/gradient', [classes]);
  lossDefinition(loss.type).lower(loss, { ...at, logitsGrad: unweightedGrad });
  graph.emit({ kind: 'scaleRows', factors, input: losses, output: weighted });
  if (unweightedGrad !== null && logitsGrad !== null) {
    graph.emit({ kind: 'scaleRows', factors, input: unweightedGrad, output: logitsGrad });
  }
  return weighted;
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
