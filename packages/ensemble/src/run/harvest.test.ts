import { expect, test } from 'vitest';
import type { TrainEvent } from '../events.ts';
import { encodeEnsemble } from '../file/encode.ts';
import { planRows, rowsOf } from '../member/rows.ts';
import type { MemberResult } from '../member/spec.ts';
import { memoryStore } from '../store/memoryStore.ts';
import { smallDataset, smallRun } from '../testing/smallRun.ts';
import { createSpecs } from './createSpecs.ts';
import { createHarvest } from './harvest.ts';
import { resolveOptions } from './resolveOptions.ts';

const rows = planRows(smallDataset, 0.5);
const specs = createSpecs(resolveOptions(smallRun, 2), { data: rows, modules: [], keepsCheckpoints: false });

/** A member that gives every image the class `certain` with certainty. */
function resultOf(certain: number): MemberResult {
  const probabilities = Float32Array.from({ length: 600 }, (_, i) => (i % 10 === certain ? 1 : 0));
  return {
    epochs: [],
    weights: new Map([['dense_1/bias', { shape: [1], data: Float32Array.of(certain) }]]),
    test: { metrics: { accuracy: 0.1, nll: 14 }, probabilities },
    augmentedTest: null,
    validation: null,
    seconds: 1,
  };
}

async function harvestInOrder(order: readonly number[]) {
  const events: TrainEvent[] = [];
  const harvest = createHarvest({
    dataset: smallDataset,
    data: rowsOf(smallDataset, rows),
    combination: { method: 'mean' },
    store: memoryStore(),
    emit: (event) => events.push(event),
  });
  for (const member of order) {
    const spec = specs[member];
    if (spec) await harvest.keep(spec, resultOf(member));
  }
  return { ...harvest.combine(), events };
}

test('the order in which members finish changes nothing of the ensemble', async () => {
  const [a, b] = [await harvestInOrder([0, 1, 2]), await harvestInOrder([2, 0, 1])];
  expect(a.members.map(({ member }) => member)).toEqual([0, 1, 2]);
  expect(b.members).toEqual(a.members);
  expect(b.metrics).toEqual(a.metrics);
  if (a.content === null || b.content === null) throw new Error('nothing was kept');
  expect(encodeEnsemble(b.content)).toEqual(encodeEnsemble(a.content));
  expect(b.events.map((event) => 'member' in event && event.member)).toEqual([2, 0, 1]);
});

test('the metrics are those of the averaged probabilities', async () => {
  // Each class has 6 of 60 images; averaged over two members, classes 0 and 1 both get a half.
  const { metrics } = await harvestInOrder([0, 1]);
  expect(metrics?.accuracy).toBeCloseTo(0.1, 12);
  expect(metrics?.nll).toBeCloseTo(0.2 * Math.log(2) - 0.8 * Math.log(1e-7), 5);
});

test('of no members there is no ensemble', async () => {
  expect(await harvestInOrder([])).toMatchObject({ content: null, members: [], metrics: null });
});
