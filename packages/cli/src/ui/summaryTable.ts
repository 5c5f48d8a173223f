// A model's layers in the words of Keras's table, with what they cost and see beside.

import type { ModelAnalysis } from '@convoy/core';
import { fileSize, whole } from './format.ts';
import { bold, dim } from './output.ts';
import { table } from './table.ts';
import { wrapText } from './wrap.ts';

export function summaryLines(name: string, analysis: ModelAnalysis): string[] {
  const { layers, parameters, trainableParameters, multiplyAdds, batchSize } = analysis;
  const rows = [
    ['Layer (type)', 'Output Shape', 'Param #', 'Multiply-adds', 'Receptive field'].map(dim),
    ...layers.map((layer) => [
      layer.label,
      `(${['None', ...layer.outputShape].join(', ')})`,
      whole(layer.parameters),
      whole(layer.multiplyAdds),
      layer.receptiveField?.join(' × ') ?? 'all',
    ]),
  ];
  return [
    `Model: "${name}"`,
    '',
    ...table(rows),
    '',
    `Total params: ${bold(whole(parameters))}`,
    `Trainable params: ${whole(trainableParameters)}`,
    `Non-trainable params: ${whole(parameters - trainableParameters)}`,
    ...wrapText(
      `Multiply-adds: ${bold(whole(multiplyAdds))} per image, forward; a training step takes about three times as many`,
    ),
    ...wrapText(
      `Memory per worker at batch size ${whole(batchSize)}: ${fileSize(analysis.trainingBytes)} to train, ` +
        `${fileSize(analysis.predictionBytes)} to predict`,
    ),
  ];
}
