// Cases made of layers: forward alone in one program, forward and backward together in another.

import type { BufferRole } from '../graph.ts';
import { chainOf } from './chain.ts';
import type { ConformanceCase } from './conformanceCase.ts';
import { type Draw, drawValues } from './data.ts';
import type { Layer } from './layer.ts';
import { createRandom } from './random.ts';

export interface ChainCaseOptions {
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
  /** @default 2 */
  readonly batchSize?: number;
  /** Rows of each run. @default [batchSize] */
  readonly rows?: readonly number[];
  /** `output` makes every value and gradient between layers readable. @default 'activation' */
  readonly between?: BufferRole;
  /** @default true */
  readonly inputGrad?: boolean;
  /** What sets this case apart from others of the same layers. */
  readonly note?: string;
  readonly size?: 'small' | 'large';
  readonly draw?: Draw;
}

export function chainCase(options: ChainCaseOptions): ConformanceCase {
  const { input, layers, batchSize = 2, rows = [batchSize], between = 'activation' } = options;
  const { inputGrad = true, note = '', size = 'small', draw } = options;
  const parts = [
    layers.map(({ title }) => title).join(' → '),
    `on ${rows.join(',')} of ${batchSize} × [${input.join(', ')}]`,
    ...(between === 'output' ? ['all readable'] : []),
    ...(inputGrad ? [] : ['no input gradient']),
    ...(note === '' ? [] : [note]),
  ];
  const name = parts.join(', ');
  const chain = chainOf({ inputShape: input, layers, between, inputGrad });
  const graph = {
    batchSize,
    buffers: chain.buffers,
    programs: { forward: chain.forward, step: [...chain.forward, ...chain.backward] },
  };
  return {
    name,
    size,
    graph,
    runs: () => {
      const random = createRandom(name);
      return rows.flatMap((count) => [
        { program: 'step', rows: count, writes: drawValues(graph, count, random, draw) },
        { program: 'forward', rows: count, writes: drawValues(graph, count, random, draw) },
      ]);
    },
  };
}
