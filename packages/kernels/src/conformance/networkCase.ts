// Cases made of whole networks: five training steps on changing batches, the last one partial, then evaluation and
// prediction. Losses are compared after every step, parameters at the end.

import type { BufferSpec } from '../graph.ts';
import type { Comparison, ConformanceCase } from './conformanceCase.ts';
import { drawValues } from './data.ts';
import type { Layer } from './layer.ts';
import { networkGraph } from './network.ts';
import { type Optimizer, ratesAt } from './optimizers.ts';
import { createRandom, type Random } from './random.ts';

export interface NetworkCase {
  readonly title: string;
  readonly inputShape: readonly number[];
  /** The last one makes one logit a class. */
  readonly layers: readonly Layer[];
  readonly optimizer: Optimizer;
  readonly labelSmoothing?: number;
  readonly readableGradients?: boolean;
  /** @default 8 */
  readonly batchSize?: number;
  readonly size?: 'small' | 'large';
}

const steps = 5;
const loss: Comparison = { buffer: 'loss', tolerance: { absolute: 0, relative: 1e-3 } };
/** A ReLU at its edge can flip between float32 and float64: single parameters may wander, their mean may not. */
const trained = { tolerance: { absolute: 1e-2, relative: 0 }, meanTolerance: 2e-4 };

export function networkCase(network: NetworkCase): ConformanceCase {
  const { batchSize = 8, size = 'small', optimizer } = network;
  const name = `network: ${network.title}`;
  const graph = networkGraph({ ...network, batchSize });
  const parameters = graph.buffers.filter(({ role }) => role === 'parameter').map((buffer) => buffer.name);
  const classes = graph.buffers.find((buffer) => buffer.name === 'output')?.shape[0] ?? 0;
  // Large enough that five steps move the parameters by many times what is tolerated.
  const learningRate = optimizer.kind === 'sgd' ? 0.1 : 1e-3;

  function draw(buffer: BufferSpec, random: Random): (() => number) | null {
    if (buffer.name === 'labels') return () => random.integer(classes);
    return buffer.role === 'state' && !buffer.name.includes('moving') ? () => 0 : null;
  }

  /** What is written before step t = 1, 2, …: everything before the first one, then only inputs. */
  function writesAt(t: number, rows: number) {
    const buffers = graph.buffers.filter(({ role }) => t === 1 || role === 'input');
    const values = drawValues({ ...graph, buffers }, rows, createRandom(`${name} ${t}`), draw);
    return { ...values, ...ratesAt(optimizer, learningRate, t) };
  }

  return {
    name,
    size,
    graph,
    runs: () => {
      const training = Array.from({ length: steps }, (_, index) => {
        const last = index === steps - 1;
        const rows = last ? batchSize - 3 : batchSize;
        const final = last ? parameters.map((buffer) => ({ buffer, ...trained })) : [];
        return { program: 'train', rows, writes: writesAt(index + 1, rows), compare: [loss, ...final] };
      });
      const writes = writesAt(steps + 1, batchSize);
      const probabilities = { buffer: 'probabilities', ...trained, meanTolerance: 1e-3 };
      return [
        ...training,
        { program: 'evaluate', writes, compare: [loss] },
        { program: 'predict', rows: 3, writes, compare: [probabilities] },
      ];
    },
  };
}
