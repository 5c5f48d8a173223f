// Which fields of each operation name buffers, and what the operation does with them. What is read and written decides
// whether a graph is sound, and is what a planner works from.

import { isOptimizerOperation, optimizerKinds, ruleOf } from './formulas/optimizers/list.ts';
import type { BufferField, FieldUse } from './formulas/update.ts';
import type { Operation, OperationKind, OptimizerKind } from './operations.ts';

/** `update` reads and writes a buffer that outlives the run: a parameter or state. */
export type Access = 'read' | 'write' | 'update';

export interface Operand {
  readonly field: string;
  readonly buffer: string;
  readonly access: Access;
}

type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

const pooling = { input: 'read', output: 'write' } as const;
const poolingGrad = { input: 'read', output: 'read', outputGrad: 'read', inputGrad: 'write' } as const;

const accesses = {
  conv2d: { input: 'read', kernel: 'read', bias: 'read', output: 'write' },
  conv2dInputGrad: { outputGrad: 'read', kernel: 'read', inputGrad: 'write' },
  conv2dKernelGrad: { input: 'read', outputGrad: 'read', kernelGrad: 'write' },
  dense: { input: 'read', kernel: 'read', bias: 'read', output: 'write' },
  denseInputGrad: { outputGrad: 'read', kernel: 'read', inputGrad: 'write' },
  denseKernelGrad: { input: 'read', outputGrad: 'read', kernelGrad: 'write' },
  biasGrad: { outputGrad: 'read', biasGrad: 'write' },
  activation: { input: 'read', output: 'write' },
  activationGrad: { input: 'read', output: 'read', outputGrad: 'read', inputGrad: 'write' },
  softmax: { input: 'read', output: 'write' },
  softmaxGrad: { output: 'read', outputGrad: 'read', inputGrad: 'write' },
  maxPool2d: pooling,
  maxPool2dGrad: poolingGrad,
  averagePool2d: pooling,
  averagePool2dGrad: poolingGrad,
  l2Pool2d: pooling,
  l2Pool2dGrad: poolingGrad,
  dropout: { key: 'read', input: 'read', output: 'write' },
  dropoutGrad: { key: 'read', outputGrad: 'read', inputGrad: 'write' },
  scale: { input: 'read', output: 'write' },
  scaleRows: { factors: 'read', input: 'read', output: 'write' },
  batchNormalizationStatistics: {
    input: 'read',
    mean: 'write',
    variance: 'write',
    movingMean: 'update',
    movingVariance: 'update',
  },
  batchNormalization: {
    input: 'read',
    mean: 'read',
    variance: 'read',
    gamma: 'read',
    beta: 'read',
    output: 'write',
  },
  batchNormalizationParameterGrad: {
    input: 'read',
    mean: 'read',
    variance: 'read',
    outputGrad: 'read',
    gammaGrad: 'write',
    betaGrad: 'write',
  },
  batchNormalizationInputGrad: {
    input: 'read',
    mean: 'read',
    variance: 'read',
    gamma: 'read',
    outputGrad: 'read',
    gammaGrad: 'read',
    betaGrad: 'read',
    inputGrad: 'write',
  },
  softmaxCrossEntropy: {
    logits: 'read',
    labels: 'read',
    probabilities: 'write',
    losses: 'write',
    logitsGrad: 'write',
  },
  categoricalAccuracy: { predictions: 'read', labels: 'read', matches: 'write' },
  mean: { input: 'read', output: 'write' },
  sumOfSquares: { input: 'read', previous: 'read', output: 'write' },
  clipNorm: { input: 'read', sumOfSquares: 'read', output: 'write' },
  clipValue: { input: 'read', output: 'write' },
} satisfies {
  [K in Exclude<OperationKind, OptimizerKind>]: Readonly<Record<BufferField<OperationOf<K>>, Access>>;
};

export const operationKinds: readonly OperationKind[] = [
  ...(Object.keys(accesses) as readonly (keyof typeof accesses)[]),
  ...optimizerKinds,
];

/** How each field of an operation that names a buffer uses it; those of optimizers are stated by their rules. */
function usesOf(operation: Operation): Readonly<Record<string, FieldUse>> {
  return isOptimizerOperation(operation) ? ruleOf(operation).fields : accesses[operation.kind];
}

/** The buffers that an operation names, in the order of its fields; optional ones that are null are left out. */
export function operandsOf(operation: Operation): readonly Operand[] {
  const fields = operation as unknown as Readonly<Record<string, string | null>>;
  return Object.entries<FieldUse>(usesOf(operation)).flatMap(([field, use]) => {
    const buffer = fields[field];
    const access = use === 'scalar' ? 'read' : use;
    return buffer === null || buffer === undefined ? [] : [{ field, buffer, access }];
  });
}
