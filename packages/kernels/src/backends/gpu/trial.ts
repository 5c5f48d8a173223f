// A short measurement of one program of a graph on one backend.

import type { Backend, Executable } from '../../backend.ts';
import { type BufferSpec, elementsOf, type Graph } from '../../graph.ts';

/** What `auto` measures: a model's own graph, and the program of it that will be run most. */
export interface Trial {
  readonly graph: Graph;
  readonly program: string;
}

const steps = 3;

/** The shortest of a few steps, after one that compiles and warms up. */
export async function millisecondsOfStep(backend: Backend, { graph, program }: Trial): Promise<number> {
  const executable = await backend.compile(graph);
  try {
    for (const spec of graph.buffers) {
      if (spec.role !== 'input' && spec.role !== 'parameter') continue;
      executable.write(spec.name, someValues(spec, elementsOf(spec, graph.batchSize)));
    }
    await step(executable, program);
    let shortest = Number.POSITIVE_INFINITY;
    for (let count = 0; count < steps; count++) {
      const start = performance.now();
      await step(executable, program);
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest;
  } finally {
    executable.dispose();
  }
}

/** A GPU's `run` only hands work over; the step has ended when something of it can be read. */
async function step(executable: Executable, program: string): Promise<void> {
  await executable.run(program);
  const { buffers, batchSize } = executable.graph;
  const outputs = buffers.filter(({ role }) => role === 'output');
  const [smallest] = outputs.sort((a, b) => elementsOf(a, batchSize) - elementsOf(b, batchSize));
  if (smallest !== undefined) await executable.read(smallest.name);
}

/** Numbers of both signs in no order, none of them large: sums stay finite, and ReLU passes half. Integers are 0. */
function someValues({ type }: BufferSpec, count: number): Float32Array | Int32Array {
  if (type === 'int32') return new Int32Array(count);
  return Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1009) / 5045 - 0.1);
}
