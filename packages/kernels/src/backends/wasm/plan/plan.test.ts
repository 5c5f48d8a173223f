import { describe, expect, it } from 'vitest';
import { batchNormalization } from '../../../conformance/layers/batchNormalization.ts';
import { conv2d } from '../../../conformance/layers/conv2d.ts';
import { dense } from '../../../conformance/layers/dense.ts';
import { activation } from '../../../conformance/layers/elementwise.ts';
import { pool2d } from '../../../conformance/layers/pooling.ts';
import { networkGraph } from '../../../conformance/network.ts';
import type { Graph } from '../../../graph.ts';
import { compileGraph } from '../compile.ts';
import { Buffers } from '../contract/buffers.ts';
import { fuse } from './fuse.ts';

const lecture = (): Graph =>
  networkGraph({
    batchSize: 64,
    inputShape: [28, 28, 1],
    layers: [
      conv2d({ filters: 32, kernelSize: [3, 3] }),
      activation('relu'),
      pool2d('maxPool2d', [2, 2]),
      conv2d({ filters: 64, kernelSize: [3, 3] }),
      activation('relu'),
      pool2d('maxPool2d', [2, 2]),
      conv2d({ filters: 64, kernelSize: [3, 3] }),
      activation('relu'),
      dense(64),
      activation('relu'),
      dense(10),
    ],
    optimizer: { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, weightDecay: 0 },
  });

const stepsOf = (graph: Graph, program: string) =>
  fuse(graph.programs[program] ?? [], new Buffers(graph)).map((step) =>
    step.kind === 'single' ? step.operation.kind : step.kind,
  );

describe('fusion', () => {
  it('leaves no activation, pooling or bias gradient of the lecture network alone', () => {
    const steps = stepsOf(lecture(), 'train');
    expect(steps).toEqual([
      'convForward',
      'convForward',
      'convForward',
      'denseForward',
      'denseForward',
      'softmaxCrossEntropy',
      'mean',
      'categoricalAccuracy',
      'mean',
      'denseBackward',
      'denseBackward',
      'convBackward',
      'convBackward',
      'convBackward',
      'optimizer',
    ]);
  });

  it('pools within the convolution also where batch normalization and GELU come next', () => {
    const group = (filters: number) => [
      conv2d({ filters, kernelSize: [3, 3], padding: 'same', useBias: false }),
      pool2d('maxPool2d', [2, 2]),
      batchNormalization({ gamma: false }),
      activation('gelu'),
    ];
    const graph = networkGraph({
      batchSize: 8,
      inputShape: [16, 16, 3],
      layers: [...group(32), ...group(64), dense(10)],
      optimizer: { kind: 'sgd', momentum: 0.85, nesterov: true, weightDecay: 0 },
    });
    const steps = stepsOf(graph, 'train');
    expect(steps.filter((kind) => kind === 'convForward')).toHaveLength(2);
    expect(steps.filter((kind) => kind === 'convBackward')).toHaveLength(2);
    expect(steps.filter((kind) => kind.startsWith('maxPool2d'))).toEqual([]);
  });

  it('keeps what somebody reads: an activation that is an output is not fused away', () => {
    const graph = lecture();
    const watched = 'activation_1/output';
    expect(graph.buffers.some(({ name }) => name === watched)).toBe(true);
    const buffers = graph.buffers.map((b) => (b.name === watched ? { ...b, role: 'output' as const } : b));
    expect(stepsOf({ ...graph, buffers }, 'train')).toContain('maxPool2d');
  });
});

describe('the plan', () => {
  it('is the same each time, and says which algorithm serves which layer', async () => {
    const names = async () => {
      const segments = await compileGraph(lecture(), { relaxed: true }).program('train');
      return segments.flatMap(({ kernels }) => kernels.map(({ name }) => name));
    };
    const first = await names();
    expect(await names()).toEqual(first);
    expect(first.filter((name) => name.startsWith('conv'))).toMatchInlineSnapshot(`
      [
        "conv2d_1 forward, first layer",
        "conv2d_2 forward, winograd 2×5",
        "conv2d_3 forward, winograd 3×3",
        "conv2d_3 backward, winograd 3×3",
        "conv2d_2 backward, winograd 5×5",
        "conv2d_1 backward, first layer",
      ]
    `);
  });

  it('takes a whole training step but the optimizer through the network in groups of rows', async () => {
    const [first] = await compileGraph(lecture(), { relaxed: true }).program('train');
    expect(first?.kernels.length).toBeGreaterThan(8);
    expect(first?.group).toBeLessThan(64);
  });
});
