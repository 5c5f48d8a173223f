// Strategies and combinations from the command line.

import { afterAll, describe, expect, it } from 'vitest';
import { convoy, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);
const small = [
  '--dataset',
  'glyphs',
  '--validation-split',
  '0.9',
  '--seed',
  '3',
  '--epochs',
  '1',
  '--no-report',
];

describe('convoy train', { timeout: 600_000 }, () => {
  it('trains several networks in turn, with weights and a temperature that evaluate and predict apply', async () => {
    const how = ['--strategy', 'bagging', '--combine', 'greedy', '--calibrate', '--members', '3'];
    const models = ['--model', 'lecture-dense,lenet5'];
    const trained = await convoy(['train', ...small, ...models, ...how, '--json'], folder.path);
    expect(trained.stderr).toBe('');
    const done = jsonLines(trained.stdout).at(-1);
    expect(done).toMatchObject({ event: 'done', run: 'runs/glyphs-lecture-dense+lenet5-seed3' });
    const run = String(done?.run);

    const { stdout } = await convoy(['evaluate', run, '--json'], folder.path);
    const result = JSON.parse(stdout);
    expect(result.combination.method).toBe('greedy');
    expect(result.combination.weights).toHaveLength(3);
    expect(result.calibration.after).toMatchObject(result.ensemble);
    expect(result.ensemble).toMatchObject(done?.ensemble ?? {});
    const held = JSON.parse(
      (await convoy(['evaluate', run, '--split', 'validation', '--json'], folder.path)).stdout,
    );
    // What it was fitted on cannot have become worse.
    expect(held.calibration.after.nll).toBeLessThanOrEqual(held.calibration.before.nll);

    const text = (await convoy(['evaluate', run], folder.path)).stdout;
    expect(text).toMatch(/combined by greedy weights 0\.\d\d 0\.\d\d 0\.\d\d at temperature \d/);
    expect(text).toMatch(/\nmember 1, lenet5 /);
    expect(text).toMatch(/\nTemperature \d.*: NLL \d\.\d{4} before, \d\.\d{4} after; ECE /);
  });

  it('trains snapshots, whose weights are those at the end of each cycle', async () => {
    const args = ['train', ...small, '--model', 'lecture-dense', '--strategy', 'snapshot', '--members', '2'];
    const { code, stdout } = await convoy([...args, '--json'], folder.path);
    expect(code).toBe(0);
    const events = jsonLines(stdout).filter(({ event }) => event !== 'progress');
    expect(events.map(({ event }) => event)).toEqual([
      'start',
      ...['member-start', 'epoch', 'member-done', 'member-start', 'epoch', 'member-done'],
      'done',
    ]);
    // 5 steps of 256 rows: the last is at (1 + cos(4π/5)) / 2 of 0.001.
    expect(events[2]?.learningRate).toBeCloseTo(0.001 * 0.0955, 7);
  });

  it('refuses what cannot be, with the choices that there are', async () => {
    const wrong = [
      [
        ['--strategy', 'boosting'],
        2,
        /^convoy: --strategy: expected one of independent, bagging, snapshot, got boosting\n/,
      ],
      [
        ['--combine', 'median'],
        2,
        /^convoy: --combine: expected one of mean, vote, greedy, got median\nDid you mean mean\?/,
      ],
      [
        ['--model', 'lecture-dense,lenet6'],
        2,
        /^convoy: --model: expected one of .*, got lecture-dense,lenet6\nDid you mean lenet5/,
      ],
      [['--calibrate', '--validation-split', '0'], 2, /^convoy: calibrate: .*leave out calibrate/],
    ] as const;
    for (const [flags, expected, message] of wrong) {
      const args = ['train', ...small, '--model', 'lecture-dense', ...flags, '--out', 'runs/wrong'];
      const { code, stderr } = await convoy(args, folder.path);
      expect(stderr).toMatch(message);
      expect(code).toBe(expected);
    }
  });
});
