// A data set of one's own: folders of pictures, from training to prediction.

import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asJpeg, asPng, type Colour, picture } from '../../packages/core/src/testing/pictures.ts';
import { convoy, jsonLines, start, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);
const at = (path: string) => join(folder.path, path);

/** Forty pictures a class: stripes that lie or stand, in many greens. Every fourth is a JPEG. */
function writeStripes(name: string, isStripe: (y: number, x: number) => boolean): void {
  mkdirSync(at(`stripes/${name}`), { recursive: true });
  for (let index = 0; index < 40; index++) {
    const ink: Colour = [index, 120 + 3 * index, 60];
    const pixels = picture(24, 16, isStripe, ink, [240, 240, 235]);
    const [encode, extension] = index % 4 === 0 ? ([asJpeg, 'jpg'] as const) : ([asPng, 'png'] as const);
    writeFileSync(at(`stripes/${name}/${index}.${extension}`), encode(24, 16, pixels));
  }
}

const small = ['--members', '2', '--workers', '1', '--epochs', '4', '--batch-size', '8', '--json'];
const train = ['train', '--dataset', './stripes', '--model', 'lecture-dense', '--image-size', '12'];

let trained: Awaited<ReturnType<typeof convoy>>;
beforeAll(async () => {
  writeStripes('lying', (y) => Math.floor(y * 8) % 2 === 0);
  writeStripes('standing', (_, x) => Math.floor(x * 8) % 2 === 0);
  trained = await convoy([...train, ...small, '--out', 'runs/a'], folder.path);
});

describe('convoy train --dataset ./folder', () => {
  it('learns its classes and keeps where they came from in run.json alone', () => {
    expect({ code: trained.code, stderr: trained.stderr }).toEqual({ code: 0, stderr: '' });
    const done = jsonLines(trained.stdout).at(-1);
    expect(done).toMatchObject({ event: 'done', ensemble: { accuracy: 1 } });
    const { dataset } = JSON.parse(readFileSync(at('runs/a/run.json'), 'utf8'));
    expect(dataset).toMatchObject({
      name: 'stripes',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      imageShape: [12, 12, 3],
      classNames: ['lying', 'standing'],
      testImages: 14,
      origin: { folder: at('stripes'), imageSize: [12, 12], channels: null, testSplit: 1 / 6, seed: 0 },
    });
    expect(readFileSync(at('runs/a/ensemble.convoy')).includes(folder.path)).toBe(false);
  });

  it('reads decoded pictures from the cache the second time, and trains the same bits', async () => {
    const cache = at('cache/convoy/pictures');
    const [kept = ''] = readdirSync(cache);
    const again = await convoy([...train, ...small, '--no-report', '--out', 'runs/b'], folder.path);
    expect(again.code).toBe(0);
    expect(readdirSync(cache)).toEqual([kept]);
    expect(readFileSync(at('runs/b/ensemble.convoy'))).toEqual(readFileSync(at('runs/a/ensemble.convoy')));
  });

  it('says what is wrong with a folder', async () => {
    const missing = await convoy(['train', '--dataset', './none', '--model', 'lenet5'], folder.path);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/^convoy: no such folder: .*none\./);
    cpSync(at('stripes'), at('spoilt'), { recursive: true });
    writeFileSync(at('spoilt/lying/1.png'), readFileSync(at('spoilt/lying/1.png')).subarray(0, 60));
    const spoilt = await convoy(['train', '--dataset', 'spoilt', '--model', 'lenet5'], folder.path);
    expect(spoilt.code).toBe(1);
    expect(spoilt.stderr).toMatch(/^convoy: pictures cannot be read:\n {2}damaged PNG image: lying\/1\.png/);
  });

  it('refuses what is said of a folder where there is none', async () => {
    const { code, stderr } = await convoy(
      ['train', '--dataset', 'glyphs', '--model', 'lenet5', '--image-size', '20'],
      folder.path,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^convoy: --image-size applies only to image folders; glyphs is a built-in dataset\n/,
    );
  });
});

describe('a run on a folder', () => {
  it('is evaluated on the same folder, wherever the command is given', async () => {
    const { code, stdout, stderr } = await convoy(['evaluate', at('runs/a'), '--json'], at('runs'), {
      XDG_CACHE_HOME: at('cache'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'stripes', images: 14, ensemble: { accuracy: 1 } });
  });

  it('is evaluated on another folder of the same classes, its pictures made to fit', async () => {
    cpSync(at('stripes'), at('more'), { recursive: true });
    const evaluate = ['evaluate', 'runs/a', '--dataset', './more', '--json'];
    const { code, stdout } = await convoy(evaluate, folder.path);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'more', images: 14 });
    renameSync(at('more/lying'), at('more/leaning'));
    const other = await convoy(evaluate, folder.path);
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(
      /^convoy: classes of \.\/more are not those of the ensemble: leaning, standing\n/,
    );
  });

  it('warns where the folder has changed since', async () => {
    cpSync(at('runs/a'), at('runs/c'), { recursive: true });
    const manifest = JSON.parse(readFileSync(at('runs/c/run.json'), 'utf8'));
    cpSync(at('stripes'), at('changed'), { recursive: true });
    rmSync(at('changed/lying/3.png'));
    manifest.dataset.origin.folder = at('changed');
    writeFileSync(at('runs/c/run.json'), JSON.stringify(manifest));
    const { code, stderr } = await convoy(['evaluate', 'runs/c'], folder.path);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `warning: ${at('changed')} has changed since the run was trained on it\n`,
    });
  });

  it('classifies pictures of any size', async () => {
    const { code, stdout } = await convoy(
      ['predict', 'runs/a', 'stripes/lying/5.png', 'stripes/standing/4.jpg', '--json'],
      folder.path,
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({ label: 'lying', prepared: ['cut to its middle and resized to 12 × 12'] }),
      expect.objectContaining({ label: 'standing', format: 'JPEG' }),
    ]);
  });

  it('classifies the pictures of folders and patterns, as CSV', async () => {
    const names = ['10', '11', '12', '13', '14', '15', '16', '17', '18', '19'];
    for (const images of ['stripes/lying', 'stripes/lying/1?.{png,jpg}']) {
      const { code, stdout } = await convoy(['predict', 'runs/a', images, '--csv'], folder.path);
      expect(code).toBe(0);
      const [header, ...lines] = stdout.trimEnd().split('\n');
      expect(header).toBe('image,label,probability,entropy,mutual information,lying,standing');
      expect(lines).toHaveLength(images === 'stripes/lying' ? 40 : names.length);
      expect(lines.every((line) => /^stripes\/lying\/\d+\.(png|jpg),lying,/.test(line))).toBe(true);
    }
    const none = await convoy(['predict', 'runs/a', 'stripes/*.gif'], folder.path);
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/^convoy: no images match: stripes\/\*\.gif\n/);
  });

  it('says how unsure it is if asked', async () => {
    const predict = ['predict', 'runs/a', 'stripes/lying/5.png'];
    expect((await convoy(predict, folder.path)).stdout).not.toContain('entropy');
    expect((await convoy([...predict, '--verbose'], folder.path)).stdout).toMatch(
      /entropy \d\.\d{3} nats, mutual information \d\.\d{3} nats/,
    );
  });

  it('is resumed from its folder, wherever the command is given, to the same bits', async () => {
    const running = start([...train, ...small, '--out', 'runs/cut'], folder.path);
    await running.event(({ event }) => event === 'epoch');
    running.process.kill('SIGINT');
    expect((await running.finished).code).toBe(130);
    const resumed = await convoy(['resume', at('runs/cut'), '--json'], at('runs'), {
      XDG_CACHE_HOME: at('cache'),
    });
    expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(at('runs/cut/ensemble.convoy'))).toEqual(readFileSync(at('runs/a/ensemble.convoy')));
  });
});
