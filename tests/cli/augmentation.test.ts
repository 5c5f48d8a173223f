// Augmentation and test-time augmentation from the command line: trained once, then measured and asked again.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asPng, bar, picture } from '../../packages/core/src/testing/pictures.ts';
import { convoy, type Finished, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
const small = ['--dataset', 'glyphs', '--model', 'lecture-dense', '--validation-split', '0.9', '--seed', '3'];
const sizes = ['--members', '2', '--workers', '2', '--epochs', '3', '--batch-size', '64'];
let trained: Finished;
beforeAll(async () => {
  const augmented = ['--augmentation', 'flip,crop', '--tta', 'flip', '--out', 'runs/a'];
  trained = await convoy(['train', ...small, ...sizes, ...augmented, '--json'], folder.path);
});
afterAll(folder.remove);

const metrics = { accuracy: expect.any(Number), nll: expect.any(Number) };

it('train tells what was done to images, and measures over views beside the plain metrics', async () => {
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  const measured = { ...metrics, testTimeAugmentation: metrics };
  expect(jsonLines(trained.stdout).at(-1)).toMatchObject({
    event: 'done',
    ensemble: measured,
    members: [measured, measured],
  });
  const { configuration } = JSON.parse(await readFile(join(folder.path, 'runs/a/run.json'), 'utf8'));
  expect(configuration).toMatchObject({
    augmentation: [
      { type: 'RandomFlip', mode: 'horizontal', alternating: true },
      { type: 'RandomCrop', padding: 2, fill: 'reflect' },
    ],
    testTimeAugmentation: 'flip',
  });
  const report = await readFile(join(folder.path, 'runs/a/report.html'), 'utf8');
  expect(report).toContain('<th class="n">over views</th>');
  expect(report).toContain('over several views of each image');
});

it('evaluate measures a saved ensemble plainly, and over views too if asked', async () => {
  const { ensemble, members } = jsonLines(trained.stdout).at(-1) as {
    ensemble: Record<string, unknown>;
    members: Record<string, unknown>[];
  };
  const plain = await convoy(['evaluate', 'runs/a', '--json'], folder.path);
  expect(JSON.parse(plain.stdout)).not.toHaveProperty('testTimeAugmentation');
  const { code, stdout } = await convoy(['evaluate', 'runs/a', '--tta', 'flip', '--json'], folder.path);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ensemble: { accuracy: ensemble.accuracy, nll: ensemble.nll },
    testTimeAugmentation: {
      views: 'flip',
      ensemble: ensemble.testTimeAugmentation,
      members: members.map(({ member, testTimeAugmentation }) => ({
        member,
        ...(testTimeAugmentation as object),
      })),
    },
  });
  const shown = await convoy(['evaluate', 'runs/a', '--tta', 'six-view'], folder.path);
  expect(shown.stdout).toMatch(/over views: six-view +accuracy +NLL\nmember 0 +\d+\.\d\d% +\d\.\d{4}\n/);
});

it('predict averages over views if asked', async () => {
  await writeFile(
    join(folder.path, 'one.png'),
    asPng(28, 28, picture(28, 28, bar, [255, 255, 255], [0, 0, 0])),
  );
  const probability = async (...args: string[]) => {
    const { code, stdout } = await convoy(['predict', 'runs/a', 'one.png', '--json', ...args], folder.path);
    expect(code).toBe(0);
    return JSON.parse(stdout).probability;
  };
  expect(await probability('--tta', 'shifts')).not.toBe(await probability());
  expect(await probability('--tta', 'none')).toBe(await probability());
});

it('a table has the metrics over views to the right; a file says augmentations in full', async () => {
  const config = {
    augmentation: [
      { type: 'RandomRotation', degrees: 10 },
      { type: 'RandomTranslation', pixels: 2 },
    ],
    testTimeAugmentation: [{ weight: 2 }, { weight: 1, shift: [0, 1] }],
  };
  await writeFile(join(folder.path, 'convoy.json'), JSON.stringify(config));
  const args = ['train', ...small, ...sizes, '--epochs', '1', '--config', 'convoy.json', '--out', 'runs/b'];
  const { code, stdout } = await convoy(args, folder.path);
  expect(code).toBe(0);
  expect(stdout).toMatch(/test accuracy +NLL +epochs +over views +NLL\n/);
  expect(stdout).toMatch(/member 1( +\d+\.\d\d% +\d\.\d{4}){1} +1( +\d+\.\d\d% +\d\.\d{4})\n/);
  expect(stdout).toMatch(/ensemble( +\d+\.\d\d% +\d\.\d{4}){2}\n/);
});

it('what is wrong is named, with what would be right', async () => {
  const complaint = async (...args: string[]) => {
    const { code, stdout, stderr } = await convoy(['train', ...small, ...args], folder.path);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };
  const config = async (content: unknown) => {
    await writeFile(join(folder.path, 'convoy.json'), JSON.stringify(content));
    return complaint('--config', 'convoy.json');
  };
  expect(await complaint('--augmentation', 'flip,corp')).toMatchInlineSnapshot(`
    "convoy: --augmentation: expected none, or any of flip, crop, translation, rotation, zoom, cutout, separated by commas, each with a strength if you like (rotation=15), or a list such as [{ "type": "RandomFlip" }], got flip,corp
    Did you mean crop?
    "
  `);
  expect(await complaint('--tta', 'six-veiw')).toMatchInlineSnapshot(`
    "convoy: --tta: expected one of none, flip, six-view, shifts, or views such as [{ "flip": true, "weight": 1 }], got six-veiw
    Did you mean six-view?
    "
  `);
  expect(await config({ augmentation: { type: 'RandomFlip' } })).toMatchInlineSnapshot(`
    "convoy: augmentation in convoy.json: expected none, or any of flip, crop, translation, rotation, zoom, cutout, separated by commas, each with a strength if you like (rotation=15), or a list such as [{ "type": "RandomFlip" }], got {"type":"RandomFlip"}
    Change the value, or leave the option out for its default.
    "
  `);
  expect(await config({ augmentation: [{ type: 'RandomCrop', padding: 28 }] })).toMatchInlineSnapshot(`
    "convoy: RandomCrop: padding: expected fewer pixels than images of 28 × 28 have, to reflect them, found 28
    \`convoy train --help\` describes every option.
    "
  `);
  expect(await config({ augmentation: [{ type: 'RandomFlip', mode: 'left' }] })).toMatchInlineSnapshot(`
    "convoy: RandomFlip: mode: expected one of horizontal, vertical, horizontalAndVertical, found "left"
    \`convoy train --help\` describes every option.
    "
  `);
  expect(await config({ testTimeAugmentation: [{ flip: true }] })).toMatchInlineSnapshot(`
    "convoy: testTimeAugmentation[0]: weight: expected a number above 0, got undefined
    \`convoy train --help\` describes every option.
    "
  `);
  const { code, stderr } = await convoy(['evaluate', 'runs/a', '--tta', 'flop'], folder.path);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "convoy: --tta: expected one of none, flip, six-view, shifts, got flop
    Did you mean flip?
    "
  `);
});
