// Runs the layers of a case forward and backward in one program, so that a backend fuses them as it would in training,
// and compares every array of the case that the program computes.

import type { Backend } from '@convoy/kernels';
import { chainOf } from '../../packages/kernels/src/conformance/chain.ts';
import type { Layer } from '../../packages/kernels/src/conformance/layer.ts';
import { arrayOf, type GoldenCase, GoldenError } from './goldenCase.ts';
import { type ComparedArray, compareArray } from './report.ts';

/**
 * The arrays `input`, `output` and their gradients belong to the whole; all others (`kernel`, `bias_grad`, `mean` …) to
 * the first layer.
 */
export async function runLayers(
  golden: GoldenCase,
  layers: readonly [Layer, ...(readonly Layer[])],
  backend: Backend,
): Promise<readonly ComparedArray[]> {
  const [batchSize = 0, ...inputShape] = arrayOf(golden, 'input').shape;
  const chain = chainOf({ inputShape, layers });
  const executable = await backend.compile({
    batchSize,
    buffers: chain.buffers,
    programs: { run: [...chain.forward, ...chain.backward] },
  });
  const bufferNamed = (name: string) => chain.buffers.find((buffer) => buffer.name === name);
  const bufferOf = (array: string) => bufferNamed(array) ?? bufferNamed(`${layers[0].kind}_1/${array}`);
  const results: [string, string][] = [];
  for (const [array, { data }] of golden.arrays) {
    const buffer = bufferOf(array);
    if (buffer === undefined) throw new GoldenError(`the array ${array} belongs to nothing in ${golden.op}`);
    if (buffer.role === 'output') results.push([array, buffer.name]);
    else executable.write(buffer.name, data);
  }
  await executable.run('run');
  const compared: ComparedArray[] = [];
  for (const [array, buffer] of results) {
    compared.push(compareArray(array, await executable.read(buffer), arrayOf(golden, array)));
  }
  executable.dispose();
  return compared;
}
