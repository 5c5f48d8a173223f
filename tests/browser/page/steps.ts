// The steps that are run on both sides, in the browser and in Node: a small lecture network, five training steps on
// changing batches, the last one partial, an evaluation and a prediction.

import type { Backend } from '@convoy/kernels';
import { conformanceCases } from '../../../packages/kernels/src/conformance/cases/index.ts';
import { comparisonsOf } from '../../../packages/kernels/src/conformance/conformanceCase.ts';
import { sizeOf } from '../../../packages/kernels/src/graph.ts';

export interface ComparedValues {
  readonly buffer: string;
  readonly tolerance: { readonly absolute: number; readonly relative: number };
  readonly values: readonly number[];
}

/** What each run leaves, in the order of the runs. */
export async function runSteps(backend: Backend): Promise<readonly ComparedValues[]> {
  const network = Object.values(conformanceCases)
    .flat()
    .find(({ name }) => name === 'network: lecture');
  if (network === undefined) throw new Error('there is no case "network: lecture"');
  const { graph } = network;
  const executable = await backend.compile(graph);
  const compared: ComparedValues[] = [];
  for (const run of network.runs()) {
    for (const [buffer, values] of Object.entries(run.writes)) executable.write(buffer, values);
    await executable.run(run.program, run.rows);
    for (const { buffer, tolerance } of run.compare ?? comparisonsOf(graph, run.program)) {
      const spec = graph.buffers.find(({ name }) => name === buffer);
      const rows = spec?.batched ? (run.rows ?? graph.batchSize) : 1;
      const into = new Float32Array(rows * sizeOf(spec?.shape ?? []));
      compared.push({ buffer, tolerance, values: [...(await executable.read(buffer, into))] });
    }
  }
  executable.dispose();
  return compared;
}
