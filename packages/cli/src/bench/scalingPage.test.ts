import { expect, it } from 'vitest';
import type { ScalingResult, ScalingResultPoint } from './scaling.ts';
import { scalingPage } from './scalingPage.ts';

function point(workers: number, speedup: number): ScalingResultPoint {
  return {
    workers,
    imagesPerSecond: 5000 * speedup,
    imagesPerSecondRange: [4900 * speedup, 5100 * speedup],
    speedup,
    speedupRange: [speedup * 0.95, speedup * 1.05],
    efficiency: speedup / workers,
    loopGflops: 40 * workers,
    loopSpeedup: workers * 0.9,
    shareOfLoop: 0.9,
    shareOfLoopRange: [0.8, 1],
    residentBytes: 2e8,
  };
}

function result(points: readonly ScalingResultPoint[]): ScalingResult {
  return {
    benchmark: 'scaling',
    model: 'a <model> & more',
    backend: 'wasm',
    batchSize: 256,
    rounds: 3,
    seconds: 5,
    points,
    residentBytes: 1e8,
    bytesPerFurtherWorker: 6e7,
    peakGflops: 40,
    cpu: 'a processor',
  };
}

it('has a curve through every number of workers, a table, and asks nothing of the network', () => {
  const page = scalingPage(result([point(1, 1), point(2, 1.8), point(3, 2.5)]), 'convoy bench scaling');
  expect(page.match(/<circle class="training"/g)).toHaveLength(3);
  expect(page.match(/<tr><td>/g)).toHaveLength(3);
  expect(page).toContain('<title>2.50×</title>');
  expect(page).toContain('a &lt;model&gt; &amp; more');
  expect(page).not.toMatch(/https?:|<script|<link|NaN|undefined/);
});

it('draws a machine with one processor too', () => {
  expect(scalingPage(result([point(1, 1)]), 'convoy bench scaling')).not.toMatch(/NaN|Infinity/);
});
