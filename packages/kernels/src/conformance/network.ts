// A whole network as a graph: the programs train, evaluate and predict over one set of buffers, as the engine makes them.

import type { BufferSpec, Graph } from '../graph.ts';
import { labelRows, rows, whole } from '../graphBuilder.ts';
import type { Operation } from '../operations.ts';
import { chainOf } from './chain.ts';
import type { Layer } from './layer.ts';
import { type Optimizer, rateBuffers, updateOf } from './optimizers.ts';

export interface NetworkOptions {
  readonly batchSize: number;
  readonly inputShape: readonly number[];
  /** The last one's output is the logits. */
  readonly layers: readonly Layer[];
  readonly optimizer: Optimizer;
  readonly labelSmoothing?: number;
  /** Whether the parameters' gradients can be read; where not, a backend may fuse them into the updates. */
  readonly readableGradients?: boolean;
}

/**
 * Inputs: `input`, `labels`, the optimizer's rates and dropout's keys. Outputs: `output` (the logits), `probabilities`,
 * `loss`, `accuracy`, and, if readable, `P_grad` for each parameter P.
 */
export function networkGraph(options: NetworkOptions): Graph {
  const { batchSize, inputShape, layers, optimizer, labelSmoothing = 0, readableGradients = false } = options;
  const chain = chainOf({ inputShape, layers, outputGrad: 'activation', inputGrad: false });
  const parameters = chain.buffers.filter(({ role }) => role === 'parameter');
  const updates = parameters.map(({ name, shape }) => updateOf(optimizer, name, shape));
  const gradients = new Set(parameters.map(({ name }) => `${name}_grad`));
  const buffers: readonly BufferSpec[] = [
    ...chain.buffers.map((buffer) =>
      gradients.has(buffer.name) && !readableGradients ? { ...buffer, role: 'activation' as const } : buffer,
    ),
    labelRows('labels'),
    rows('output', 'probabilities', chain.outputShape),
    rows('activation', 'losses', []),
    whole('output', 'loss', []),
    rows('activation', 'matches', []),
    whole('output', 'accuracy', []),
    ...rateBuffers(optimizer),
    ...updates.flatMap(({ states }) => states),
  ];
  const loss = (logitsGrad: string | null): readonly Operation[] => [
    {
      kind: 'softmaxCrossEntropy',
      labelSmoothing,
      logits: 'output',
      labels: 'labels',
      probabilities: 'probabilities',
      losses: 'losses',
      logitsGrad,
    },
    { kind: 'mean', input: 'losses', output: 'loss' },
    { kind: 'categoricalAccuracy', predictions: 'probabilities', labels: 'labels', matches: 'matches' },
    { kind: 'mean', input: 'matches', output: 'accuracy' },
  ];
  const steps = updates.map(({ operation }) => operation);
  return {
    batchSize,
    buffers,
    programs: {
      train: [...chain.forward, ...loss('output_grad'), ...chain.backward, ...steps],
      evaluate: [...chain.inference, ...loss(null)],
      predict: [...chain.inference, { kind: 'softmax', input: 'output', output: 'probabilities' }],
    },
  };
}
