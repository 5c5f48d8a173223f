import { expect, test } from 'vitest';
import { memoryStore } from '../store/memoryStore.ts';
import { describeExecutor } from '../testing/describeExecutor.ts';
import { smallSpec } from '../testing/memberSpec.ts';
import { smallDataset } from '../testing/smallRun.ts';
import { inProcessExecutor } from './inProcessExecutor.ts';

describeExecutor('in-process', inProcessExecutor);

test('what the engine refuses is an outcome of its own, and no crash', async () => {
  const spec = smallSpec();
  const executor = inProcessExecutor({ workers: 1, dataset: smallDataset, store: memoryStore() });
  const impossible = { ...spec, training: { ...spec.training, batchSize: 0 } };
  expect(await executor.start(impossible).outcome).toMatchObject({
    status: 'refused',
    error: expect.stringContaining('batchSize'),
  });
  await executor.close();
});
