import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryStore } from '../../store/memoryStore.ts';
import { describeExecutor } from '../../testing/describeExecutor.ts';
import { smallSpec } from '../../testing/memberSpec.ts';
import { endless, smallDataset, smallRun } from '../../testing/smallRun.ts';
import { trainEnsemble } from '../../trainEnsemble.node.ts';
import { threadExecutor } from './threadExecutor.node.ts';

describeExecutor('thread', threadExecutor);

test('calls to a member whose thread dies fail instead of waiting for ever', async () => {
  const executor = threadExecutor({ workers: 1, dataset: smallDataset, store: memoryStore() });
  const member = executor.start(smallSpec({ epochs: endless }));
  for await (const _ of member.reports) break;
  await member.pause();
  const dying = executor.pool.threads[0]?.terminate();
  const call = member.resume();
  await expect(call).rejects.toMatchObject({ code: 'member-ended' });
  await expect(member.outcome).rejects.toMatchObject({ code: 'worker-failed' });
  await dying;
  await executor.close();
});

test('modules are imported by this process and by every worker before it trains', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-modules-'));
  const told = join(folder, 'told');
  const source = `
    import { appendFileSync } from 'node:fs';
    import { isMainThread } from 'node:worker_threads';
    appendFileSync(${JSON.stringify(told)}, isMainThread ? 'main\\n' : 'worker\\n');
  `;
  await writeFile(join(folder, 'mine.mjs'), source);
  await trainEnsemble({ ...smallRun, members: 2, epochs: 1, modules: [join(folder, 'mine.mjs')] });
  const lines = (await readFile(told, 'utf8')).trim().split('\n');
  // The tests' own process is a worker of the test runner where that uses threads.
  expect(lines).toHaveLength(3);
  await rm(folder, { recursive: true });
});
