import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadServer } from './load.ts';
import { serveProgram } from './program.ts';
import { predictAll, trainRuns } from './runs.ts';

let trained: Awaited<ReturnType<typeof trainRuns>>;
beforeAll(async () => {
  trained = await trainRuns(7, 8);
});
afterAll(() => trained?.remove());

it('10,000 requests with workers killed and the run replaced: none lost, each answered as the run predicts', async () => {
  const run = join(trained.folder, 'm');
  await cp(trained.runs[0] ?? '', run, { recursive: true });
  const served = await serveProgram(trained.folder, { runs: [{ run }], workers: 2 });
  const loaded = await loadServer({
    served,
    run,
    others: trained.runs,
    expected: await Promise.all(trained.runs.map(predictAll)),
    requests: 10_000,
    connections: 32,
    disturbances: 2,
  });
  console.log(`event loop delay, 99th percentile: ${loaded.eventLoopDelay.toFixed(1)} ms`);
  expect(loaded.faults).toEqual([]);
  expect(loaded.answered).toBe(10_000);
  // Both runs answered: the reload came in the middle.
  expect(Math.min(...loaded.byRun)).toBeGreaterThan(1000);
  expect(await served.stop()).toBe(0);
});
