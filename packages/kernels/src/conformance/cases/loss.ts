// Softmax and cross-entropy, with the figures that are read beside the loss.

import { labelRows, rows, whole } from '../../graphBuilder.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { createRandom, type Random } from '../random.ts';

interface LossOptions {
  readonly classes: number;
  readonly labelSmoothing?: number;
  readonly logitsGrad?: boolean;
  /** How logits are drawn. @default a normal distribution */
  readonly logits?: { readonly note: string; readonly draw: (random: Random) => number };
}

const batchSize = 7;

function lossCase(options: LossOptions): ConformanceCase {
  const { classes, labelSmoothing = 0, logitsGrad = true, logits } = options;
  const gradient = logitsGrad ? '' : ', without gradient';
  const name = `softmaxCrossEntropy of ${classes} classes, smoothing ${labelSmoothing}${gradient}${logits === undefined ? '' : `, ${logits.note}`}`;
  return {
    name,
    size: 'small',
    graph: {
      batchSize,
      buffers: [
        rows('input', 'logits', [classes]),
        labelRows('labels'),
        rows('output', 'probabilities', [classes]),
        rows('output', 'losses', []),
        ...(logitsGrad ? [rows('output', 'logits_grad', [classes])] : []),
        whole('output', 'loss', []),
        rows('output', 'matches', []),
        whole('output', 'accuracy', []),
      ],
      programs: {
        loss: [
          {
            kind: 'softmaxCrossEntropy',
            labelSmoothing,
            logits: 'logits',
            labels: 'labels',
            probabilities: 'probabilities',
            losses: 'losses',
            logitsGrad: logitsGrad ? 'logits_grad' : null,
          },
          { kind: 'mean', input: 'losses', output: 'loss' },
          { kind: 'categoricalAccuracy', predictions: 'logits', labels: 'labels', matches: 'matches' },
          { kind: 'mean', input: 'matches', output: 'accuracy' },
        ],
      },
    },
    runs: () => {
      const random = createRandom(name);
      const draw = logits?.draw ?? ((from: Random) => from.normal());
      return [batchSize, 1, 4].map((count) => ({
        program: 'loss',
        rows: count,
        writes: {
          logits: Float32Array.from({ length: count * classes }, () => draw(random)),
          labels: Int32Array.from({ length: count }, () => random.integer(classes)),
        },
      }));
    },
  };
}

const farApart = { note: 'far apart', draw: (random: Random) => 40 * random.normal() };
const tied = { note: 'with ties', draw: (random: Random) => random.integer(3) };

export const lossCases = [
  ...[2, 3, 10, 33, 100].flatMap((classes) => [
    lossCase({ classes }),
    lossCase({ classes, labelSmoothing: 0.1 }),
    lossCase({ classes, logitsGrad: false }),
    lossCase({ classes, logits: tied }),
    lossCase({ classes, logits: farApart }),
  ]),
];
