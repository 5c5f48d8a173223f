// A run from the command line: trained once, then read by every command that reads runs.

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asJpeg, asPng, bar, picture } from '../../packages/core/src/testing/pictures.ts';
import { convoy, type Finished, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
/** A tenth of glyphs and the smallest network: seconds. */
const small = ['--dataset', 'glyphs', '--model', 'lecture-dense', '--validation-split', '0.9', '--seed', '3'];
let trained: Finished;

beforeAll(async () => {
  const sizes = ['--members', '2', '--workers', '2', '--epochs', '3', '--batch-size', '64'];
  trained = await convoy(['train', ...small, ...sizes, '--out', 'runs/a', '--json'], folder.path);
});
afterAll(folder.remove);

describe('convoy train --json', () => {
  it('prints one JSON event a line and nothing else, and exits with 0', () => {
    expect(trained.code).toBe(0);
    expect(trained.stderr).toBe('');
    const events = jsonLines(trained.stdout);
    expect(events[0]).toMatchObject({ event: 'start', run: 'runs/a', members: 2, workers: 2, epochs: 3 });
    for (const { event } of events) expect(typeof event).toBe('string');
  });

  it('ends with the metrics of the ensemble and of each member', () => {
    expect(jsonLines(trained.stdout).at(-1)).toMatchObject({
      event: 'done',
      run: 'runs/a',
      ensemble: { accuracy: expect.any(Number), nll: expect.any(Number) },
      members: [
        { accuracy: expect.any(Number), nll: expect.any(Number), epochs: 3 },
        { accuracy: expect.any(Number), nll: expect.any(Number), epochs: 3 },
      ],
      stopped: false,
    });
  });

  it('leaves a run directory', async () => {
    const files = await readdir(join(folder.path, 'runs/a'), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['run.json', 'ensemble.convoy', join('members', '00', 'history.json')]),
    );
  });

  it('does not write over a run', async () => {
    const { code, stderr } = await convoy(['train', ...small, '--out', 'runs/a'], folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convoy: .*runs\/a/);
  });
});

describe('convoy train in a pipe', () => {
  it('prints plain lines and a table, takes options from a file, and numbers its run directory', async () => {
    const config = { dataset: 'glyphs', model: 'lecture-dense', validationSplit: 0.9, members: 2, epochs: 5 };
    await writeFile(join(folder.path, 'small.json'), JSON.stringify(config));
    await mkdir(join(folder.path, 'runs/glyphs-lecture-dense-seed0'), { recursive: true });
    const args = ['train', '--config', 'small.json', '--epochs', '1', '--workers', '1'];
    const { code, stdout, stderr } = await convoy(args, folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain(
      'Training 2 members in 1 worker on wasm\n1 epoch of 1,199 images, 10,801 more for validation\n',
    );
    expect(stdout).toMatch(
      /^member 0: epoch 1\/1, loss \d+\.\d{4}, accuracy \d+\.\d\d%, validation \d+\.\d\d%/m,
    );
    expect(stdout).toMatch(/^ensemble +\d+\.\d\d% +\d\.\d{4}$/m);
    expect(stdout).toContain('Saved in runs/glyphs-lecture-dense-seed0-2');
    const run = JSON.parse(
      await readFile(join(folder.path, 'runs/glyphs-lecture-dense-seed0-2/run.json'), 'utf8'),
    );
    expect(run.configuration).toMatchObject({ members: 2, epochs: 1 });
  });

  it('accounts for members that fail, and exits with 1', async () => {
    const hopeless = [...small, '--members', '2', '--workers', '1', '--epochs', '1', '--optimizer', 'sgd'];
    const args = ['train', ...hopeless, '--learning-rate', '1e30', '--out', 'runs/nan'];
    const { code, stdout, stderr } = await convoy(args, folder.path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^member 0: failed: /m);
    expect(stderr).toMatch(/^convoy: 2 of 2 members failed: member 0: .*learning rate/);
    expect(stderr).toContain('No member finished');
  });
});

describe('convoy evaluate', () => {
  it('measures what the run measured', async () => {
    const { code, stdout } = await convoy(['evaluate', 'runs/a', '--json'], folder.path);
    const done = jsonLines(trained.stdout).at(-1);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ run: 'runs/a', dataset: 'glyphs', split: 'test', images: 2000 });
    expect(result.ensemble).toMatchObject(done?.ensemble ?? {});
    expect(result.members[1]).toMatchObject({
      member: 1,
      ece: expect.any(Number),
      brier: expect.any(Number),
    });
    expect(result.calibration).toMatchObject({ temperature: null, after: null });
    expect(result.calibration.before.bins).toHaveLength(15);
    expect(result.curve.map((point: { members: number }) => point.members)).toEqual([1, 2]);
    expect(result.confusionMatrix.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(2000);
    expect(result.rejectCurve[0]).toMatchObject({ coverage: 1, accuracy: result.ensemble.accuracy });
    expect(result.classes).toHaveLength(10);
    expect(result.diversity.disagreement).toHaveLength(2);
  });

  it('prints a table for people', async () => {
    const { stdout } = await convoy(['evaluate', 'runs/a', '--split', 'train'], folder.path);
    expect(stdout).toMatch(
      /^runs\/a on the train split of glyphs, 12,000 images, combined by mean\n\n +accuracy +NLL +Brier +ECE\nmember 0 /,
    );
    expect(stdout).toMatch(/\nmembers +\d+\.\d\d% ± \d+\.\d\d +\d\.\d{4} ± \d\.\d{4} /);
    expect(stdout).toMatch(/\nensemble +\d+\.\d\d% +\d\.\d{4} +\d\.\d{4} +\d+\.\d\d%\n/);
    expect(stdout).toMatch(
      /\nTwo members disagree on \d+\.\d\d% of the images; mutual information \d\.\d{4} nats\.\n/,
    );
    expect(stdout).toMatch(/\nclass +precision +recall +F1 +images\n0 /);
    expect(stdout).not.toContain('abstain');
  });

  it('shows what is gained by not answering, and the errors against another run', async () => {
    const args = ['evaluate', 'runs/a', '--reject-curve', '--baseline', 'runs/a/members/00/weights.convoy'];
    const { code, stdout } = await convoy(args, folder.path);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nFrom baseline \(\d+\.\d\d%\) to ensemble \(\d+\.\d\d%\): \d+% (fewer|more) errors\.\n/,
    );
    expect(stdout).toMatch(/\nabstain below +answered +images +errors +accuracy\n0\.\d{4} +100\.00% +2000 /);
  });

  it('measures the images that the run set aside', async () => {
    const args = ['evaluate', 'runs/a', '--split', 'validation', '--json'];
    const { code, stdout } = await convoy(args, folder.path);
    expect(code).toBe(0);
    const { validation } = JSON.parse(
      await readFile(join(folder.path, 'runs/a/members/00/history.json'), 'utf8'),
    );
    const result = JSON.parse(stdout);
    expect(result.images).toBe(10_801);
    expect(result.members[0].nll).toBeCloseTo(validation.nll, 10);
  });

  it('says what is wrong with a path that is no run', async () => {
    const { code, stderr } = await convoy(['evaluate', 'runs/none'], folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convoy: .*runs\/none/);
    expect(stderr).not.toContain('unexpected');
  });
});

describe('convoy predict', () => {
  beforeAll(async () => {
    const black = picture(100, 140, bar, [0, 0, 0], [255, 255, 255]);
    await writeFile(join(folder.path, 'one.png'), asPng(100, 140, black));
    await writeFile(join(folder.path, 'one.jpg'), asJpeg(100, 140, black));
    await writeFile(join(folder.path, 'broken.png'), asPng(100, 140, black).subarray(0, 90));
  });

  it('reads PNG and JPEG files of any size and says each vote, and what was done to the picture', async () => {
    const { code, stdout } = await convoy(['predict', 'runs/a', 'one.png', 'one.jpg', '--json'], folder.path);
    expect(code).toBe(0);
    const [png, jpeg] = jsonLines(stdout);
    expect(png).toMatchObject({
      image: 'one.png',
      format: 'PNG',
      width: 100,
      height: 140,
      prepared: ['inverted: dark ink on a light ground', expect.stringContaining('centred')],
      members: [
        { member: 0, label: expect.any(String), probability: expect.any(Number) },
        { member: 1, label: expect.any(String), probability: expect.any(Number) },
      ],
    });
    expect(jpeg).toMatchObject({ format: 'JPEG', label: png?.label });
    const probabilities = Object.values(png?.probabilities ?? {});
    expect(probabilities).toHaveLength(10);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(png?.probability).toBe(Math.max(...probabilities));
    const entropy = probabilities.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
    expect(png?.entropy).toBeCloseTo(entropy, 5);
    expect(png?.mutualInformation).toBeGreaterThanOrEqual(0);
  });

  it('gives no answer below a threshold', async () => {
    const args = ['predict', 'runs/a', 'one.png', '--abstain-below', '1'];
    const [json, text] = [await convoy([...args, '--json'], folder.path), await convoy(args, folder.path)];
    expect(jsonLines(json.stdout)[0]).toMatchObject({ label: null, probability: expect.any(Number) });
    expect(text.stdout).toMatch(/^one\.png: no answer, \d would be likeliest, \d+\.\d\d%\n/);
    const wrong = await convoy(['predict', 'runs/a', 'one.png', '--abstain-below', '90'], folder.path);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^convoy: --abstain-below: expected a probability from 0 to 1, got 90\n/);
  });

  it('answers for the good pictures when one is broken, and exits with 1', async () => {
    const { code, stdout, stderr } = await convoy(
      ['predict', 'runs/a', 'broken.png', 'one.png'],
      folder.path,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convoy: damaged PNG image: broken\.png/);
    expect(stdout).toMatch(/^one\.png: \d, \d+\.\d\d%, /);
    expect(stdout).toMatch(/\n {2}member 1: \d {2}/);
  });

  it('refuses an ensemble file that was cut short', async () => {
    const bytes = await readFile(join(folder.path, 'runs/a/ensemble.convoy'));
    await writeFile(join(folder.path, 'cut.convoy'), bytes.subarray(0, bytes.length / 2));
    const { code, stderr } = await convoy(['predict', 'cut.convoy', 'one.png'], folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convoy: cut\.convoy: .*/);
    expect(existsSync(join(folder.path, 'runs/a/ensemble.convoy'))).toBe(true);
  });
});
