import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { labelRows, rows, whole } from '../../../packages/kernels/src/graphBuilder.ts';
import { arrayOf, type GoldenCase, parse } from '../goldenCase.ts';
import { type ComparedArray, compareArray } from '../report.ts';

const schema = z.object({
  labels: z.array(z.int()),
  label_smoothing: z.number().default(0),
  reduction: z.literal('mean').default('mean'),
});

export async function runCrossEntropy(golden: GoldenCase, backend: Backend) {
  const { labels, label_smoothing: labelSmoothing } = parse(schema, golden.attributes, golden.name);
  const logits = arrayOf(golden, 'logits');
  const [batchSize = 0, ...shape] = logits.shape;
  const executable = await backend.compile({
    batchSize,
    buffers: [
      rows('input', 'logits', shape),
      labelRows('labels'),
      rows('output', 'probabilities', shape),
      rows('activation', 'losses', []),
      whole('output', 'loss', []),
      rows('output', 'logits_grad', shape),
    ],
    programs: {
      run: [
        {
          kind: 'softmaxCrossEntropy',
          labelSmoothing,
          logits: 'logits',
          labels: 'labels',
          probabilities: 'probabilities',
          losses: 'losses',
          logitsGrad: 'logits_grad',
        },
        { kind: 'mean', input: 'losses', output: 'loss' },
      ],
    },
  });
  executable.write('logits', logits.data);
  executable.write('labels', Int32Array.from(labels));
  await executable.run('run');
  const compared: ComparedArray[] = [];
  for (const array of ['probabilities', 'loss', 'logits_grad']) {
    compared.push(compareArray(array, await executable.read(array), arrayOf(golden, array)));
  }
  executable.dispose();
  return compared;
}
