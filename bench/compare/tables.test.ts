import { expect, test } from 'vitest';
import { benches } from './benches.ts';
import { convoy } from './competitors/convoy.ts';
import { pytorch } from './competitors/pytorch.ts';
import { benchReport, type Report, spread } from './report.ts';
import { reportLines } from './tables.ts';

function reportOf(peer: Parameters<typeof benchReport>[0]['peers'][number]): Report {
  const [bench] = benches({ members: 2, airbenchBatchSize: 512 });
  if (bench === undefined) throw new Error('there are no benches');
  const presences = new Map([['pytorch', { installed: true, versions: { torch: '2.0' } } as const]]);
  return {
    benchmark: 'peers',
    machine: { cpu: 'A processor', processors: 2, memoryBytes: 2 ** 33, system: 'linux x64', loadBefore: 0 },
    versions: { convoy: '1.0.0', node: '24.0.0' },
    settings: { rounds: 3, seconds: 10, warmupSeconds: 1 },
    peakGflops: spread([40, 42, 41]),
    benches: [benchReport({ bench, peers: [peer] }, presences)],
    skipped: [{ name: 'convnetjs', why: 'it is not there', howToInstall: 'npm install' }],
    interrupted: false,
  };
}

test('the multiple is of turns that followed each other, not of medians', () => {
  const pairs = [
    { convoy: 4000, peer: 2000 },
    { convoy: 9000, peer: 3000 },
    { convoy: 5000, peer: 1000 },
  ];
  const report = reportOf({ peer: pytorch, pairs, failure: null });
  expect(report.benches[0]?.peers[0]?.ratio).toEqual({ median: 3, min: 2, max: 5 });
  expect(reportLines(report).join('\n')).toMatchInlineSnapshot(`
    "A processor, 2 processors, 8 GiB, linux x64
    convoy 1.0.0, node 24.0.0
    3 rounds in turn, 10 s a turn; median (least – most)
    a loop of multiply-adds on registers, one processor: 41.0 (40.0 – 42.0) GFLOP/s

    training lecture-cnn, batch 256, 2 members at once
                                    images/s                   Convoy's multiple, of pairs
    Convoy                             5,000  (4,000 – 9,000)
    PyTorch, one thread each (2.0)     2,000  (1,000 – 3,000)                        3.00×  (2.00× – 5.00×)
    (Convoy shuffles and makes floats of bytes in its turn; ConvNetJS works in float64, image by image)

    skipped: convnetjs: it is not there
      to have it: npm install"
  `);
});

test('a peer that failed says so, and keeps what it had measured', () => {
  const pairs = [{ convoy: 4000, peer: 2000 }];
  const lines = reportLines(reportOf({ peer: pytorch, pairs, failure: 'out of memory' }));
  expect(lines).toContain('PyTorch, one thread each failed (rounds done: 1): out of memory');
  expect(lines.some((line) => line.includes('2.00×'))).toBe(true);
});

test('a peer without a finished turn has no metrics', () => {
  const lines = reportLines(reportOf({ peer: convoy, pairs: [], failure: 'it does not start' }));
  expect(lines).toContain('Convoy failed (rounds done: 0): it does not start');
});
