import type { Backend } from '@convoy/kernels';
import { z } from 'zod';
import { rateBuffers, ratesAt, updateOf } from '../../../packages/kernels/src/conformance/optimizers.ts';
import { whole } from '../../../packages/kernels/src/graphBuilder.ts';
import { arrayOf, type GoldenCase, parse } from '../goldenCase.ts';
import { optimizerOf, optimizerSchema } from '../optimizerAttributes.ts';
import { type ComparedArray, compareArray } from '../report.ts';

const stepsSchema = z.object({ steps: z.int().positive() });

export async function runOptimizer(golden: GoldenCase, backend: Backend) {
  const attributes = parse(optimizerSchema, golden.attributes, golden.name);
  const { steps } = parse(stepsSchema, golden.attributes, golden.name);
  const optimizer = optimizerOf(attributes);
  const initial = arrayOf(golden, 'initial');
  const { states, operation } = updateOf(optimizer, 'parameter', initial.shape);
  const executable = await backend.compile({
    batchSize: 1,
    buffers: [
      whole('parameter', 'parameter', initial.shape),
      whole('input', 'parameter_grad', initial.shape),
      ...rateBuffers(optimizer),
      ...states,
    ],
    programs: { step: [operation] },
  });
  executable.write('parameter', initial.data);
  const compared: ComparedArray[] = [];
  for (let t = 1; t <= steps; t++) {
    const rates = ratesAt(optimizer, attributes.learning_rate, t);
    for (const [buffer, values] of Object.entries(rates)) executable.write(buffer, values);
    executable.write('parameter_grad', arrayOf(golden, `grad_${t}`).data);
    await executable.run('step');
    const after = `after_${t}`;
    compared.push(compareArray(after, await executable.read('parameter'), arrayOf(golden, after)));
  }
  executable.dispose();
  return compared;
}
