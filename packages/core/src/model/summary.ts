// The table that the lecture shows for its network.

import type { Shape } from '../layers/shape.ts';
import { countParameters, type ModelStructure } from './structure.ts';

/**
 * Each layer's name, type, output shape and number of parameters, and their totals, as Keras prints them.
 * `None` stands for the batch, whose size is not part of a model.
 */
export function summarize({ config, layers, weights }: ModelStructure): string {
  const rows = layers.map(({ label, outputShape, weights: own }) => [
    label,
    formatBatchShape(outputShape),
    count(countParameters(own)),
  ]);
  const headings = ['Layer (type)', 'Output Shape', 'Param #'];
  const widths = headings.map((heading, column) =>
    Math.max(...[headings, ...rows].map((row) => (row[column] ?? heading).length)),
  );
  const line = ([layer = '', shape = '', parameters = '']: readonly string[]) => {
    const [layerWidth = 0, shapeWidth = 0, parameterWidth = 0] = widths;
    return `${layer.padEnd(layerWidth)}   ${shape.padEnd(shapeWidth)}   ${parameters.padStart(parameterWidth)}`;
  };
  const width = line(headings).length;
  const trainable = countParameters(weights.filter((weight) => weight.trainable));
  const total = countParameters(weights);
  return [
    `Model: "${config.name}"`,
    '_'.repeat(width),
    line(headings),
    '='.repeat(width),
    ...rows.map(line),
    '='.repeat(width),
    `Total params: ${count(total)}`,
    `Trainable params: ${count(trainable)}`,
    `Non-trainable params: ${count(total - trainable)}`,
  ].join('\n');
}

/** `(None, 26, 26, 32)` */
function formatBatchShape(shape: Shape): string {
  return `(${['None', ...shape].join(', ')})`;
}

/** `93,322`, whatever the machine's language. */
function count(value: number): string {
  return value.toLocaleString('en-US');
}
