import type { Graph } from '../../graph.ts';
import { rows } from '../../graphBuilder.ts';
import { GpuExecutable } from './executable.ts';
import type { GpuJs } from './gpuJs.ts';
import type { GpuMode } from './names.ts';

/** Two kernels, the second over the first's result. */
const graph: Graph = {
  batchSize: 2,
  buffers: [
    rows('input', 'input', [2, 2]),
    rows('activation', 'doubled', [2, 2]),
    rows('output', 'output', [2, 2]),
  ],
  programs: {
    run: [
      { kind: 'scale', factor: 2, input: 'input', output: 'doubled' },
      { kind: 'scale', factor: 2, input: 'doubled', output: 'output' },
    ],
  },
};

export type ModeTrial = { readonly executor: string } | { readonly problem: string };

/** Computes something in a mode, and says what ran it, or why it does not compute there. */
export async function tryMode(mode: GpuMode, gpuJs: GpuJs): Promise<ModeTrial> {
  const executable = new GpuExecutable(graph, gpuJs, mode);
  try {
    executable.write('input', [1, 2, 3, 4, 5, 6, 7, 8]);
    await executable.run('run');
    const found = [...(await executable.read('output'))];
    if (String(found) !== '4,8,12,16,20,24,28,32') return { problem: `4 × [1 … 8] is [${found}] there` };
    return { executor: executable.executor ?? 'unknown' };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await executable.close();
  }
}
