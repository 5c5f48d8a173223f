// Which function runs the cases of which operation.

import type { Backend } from '@convoy/kernels';
import { type GoldenCase, GoldenError, readCase } from './goldenCase.ts';
import { runBatchNormalization } from './operations/batchNormalization.ts';
import { runConv2d, runConv2dReluMaxPool2d } from './operations/conv2d.ts';
import { runCrossEntropy } from './operations/crossEntropy.ts';
import { runDense } from './operations/dense.ts';
import { runOptimizer } from './operations/optimizer.ts';
import { runPooling } from './operations/pooling.ts';
import { runSeedCnnTraining } from './operations/seedCnnTraining.ts';
import type { CaseResult, ComparedArray } from './report.ts';

type RunOperation = (golden: GoldenCase, backend: Backend) => Promise<readonly ComparedArray[]>;

const operations: ReadonlyMap<string, RunOperation> = new Map([
  ['conv2d', runConv2d],
  ['conv2d_relu_maxpool2d', runConv2dReluMaxPool2d],
  ['max_pool2d', runPooling('maxPool2d')],
  ['average_pool2d', runPooling('averagePool2d')],
  ['l2_pool2d', runPooling('l2Pool2d')],
  ['dense', runDense],
  ['batch_normalization', runBatchNormalization],
  ['softmax_categorical_crossentropy', runCrossEntropy],
  ['optimizer', runOptimizer],
  ['seed_cnn_training', runSeedCnnTraining],
]);

/** A case that cannot be read or run has failed, and says why; it does not keep the others from running. */
export async function runCase(folder: string, name: string, backend: Backend): Promise<CaseResult> {
  try {
    const golden = await readCase(folder, name);
    const run = operations.get(golden.op);
    if (run === undefined) {
      throw new GoldenError(`unknown operation ${golden.op}; known are ${[...operations.keys()].join(', ')}`);
    }
    return { name, compared: await run(golden, backend) };
  } catch (error) {
    if (error instanceof Error) return { name, error: error.message };
    throw error;
  }
}
