import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Competitor, flags } from '../competitor.ts';

const script = fileURLToPath(new URL('../../convoy/turn.ts', import.meta.url));
const manifest = new URL('../../../packages/ensemble/package.json', import.meta.url);

/** All members in one process, each in a worker thread: as it is used. */
export const convoy: Competitor = {
  name: 'convoy',
  title: 'Convoy',
  takesPartIn: () => true,
  async look() {
    const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'));
    return { installed: true, versions: { convoy: version, node: process.versions.node } };
  },
  async commands(bench, length) {
    const own = [
      '--members',
      `${bench.members}`,
      ...(bench.width === null ? [] : ['--width', `${bench.width}`]),
    ];
    return [
      { file: process.execPath, args: [script, bench.network, bench.work, ...flags(bench, length), ...own] },
    ];
  },
};
