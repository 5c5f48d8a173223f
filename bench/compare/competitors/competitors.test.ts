// Every competitor that is installed here plays one very short turn of each of its benches: it runs the same network, by
// its count of parameters, and gives a rate.

import { describe, expect, test } from 'vitest';
import { benches } from '../benches.ts';
import { playTurn } from '../turn.ts';
import { convoy } from './convoy.ts';
import { peers } from './list.ts';

const length = { seconds: 0.05, warmupSeconds: 0.05 };
const { signal } = new AbortController();
// Small batches, and the narrow network only: it is about whether they run.
const short = benches({ members: 2, airbenchBatchSize: 8 })
  .filter(({ width }) => width !== 64)
  .map((bench) => ({ ...bench, batchSize: 8 }));

for (const competitor of [convoy, ...peers]) {
  const presence = await competitor.look();
  const reason = presence.installed ? '' : ` (skipped: ${presence.why}; ${presence.howToInstall})`;
  describe.skipIf(!presence.installed)(`${competitor.name}${reason}`, () => {
    test.for(short.filter((bench) => competitor.takesPartIn(bench)))('plays $name', async (bench) => {
      const commands = await competitor.commands(bench, length);
      const { parameters } = bench;
      const { imagesPerSecond } = await playTurn({ commands, parameters, limitSeconds: 110, signal });
      expect(imagesPerSecond).toBeGreaterThan(0);
    });
  });
}
