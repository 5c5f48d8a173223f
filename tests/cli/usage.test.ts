import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

/** What the command says on standard error when it is used like this; it must say nothing else, and exit with 2. */
async function complaint(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await convoy(args, folder.path);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  return stderr;
}

it('an unknown command names the nearest and all', async () => {
  expect(await complaint('trian')).toMatchInlineSnapshot(`
    "convoy: unknown command: trian
    Did you mean train? There are: quickstart, train, resume, status, pause, continue, stop, recipes, evaluate, predict, serve, report, compare, export, import, summary, data, doctor, bench, completion
    "
  `);
});

it('an unknown option names the nearest and all', async () => {
  expect(await complaint('evaluate', 'runs/a', '--slpit', 'test')).toMatchInlineSnapshot(`
    "convoy: unknown option: --slpit
    Did you mean --split? There are: --dataset, --split, --baseline, --reject-curve, --tta, --modules, --data-dir, --backend, --json, --help
    "
  `);
});

it('an unknown model names the nearest and all', async () => {
  expect(await complaint('train', '--dataset', 'glyphs', '--model', 'lecture-cn')).toMatchInlineSnapshot(`
    "convoy: --model: expected one of lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter, a model as data, or several of them, got lecture-cn
    Did you mean lecture-cnn?
    "
  `);
  expect(await complaint('summary', '--model', 'resnet')).toMatchInlineSnapshot(`
    "convoy: --model: expected one of lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter, a model as data, or several of them, got resnet
    Did you mean lenet5?
    "
  `);
});

it('an unknown data set names the nearest and all', async () => {
  expect(await complaint('train', '--dataset', 'mnits', '--model', 'lecture-cnn')).toMatchInlineSnapshot(`
    "convoy: --dataset: expected one of mnist, cifar10, glyphs, or a folder of your own images, such as ./flowers, got mnits
    Did you mean mnist?
    "
  `);
  expect(await complaint('data', 'download', 'imagenet')).toMatchInlineSnapshot(`
    "convoy: unknown data set: imagenet
    There are: mnist, cifar10, glyphs
    "
  `);
});

it('a wrong value says what would be right', async () => {
  const train = ['train', '--dataset', 'glyphs', '--model', 'lecture-cnn'];
  expect(await complaint(...train, '--members', '0')).toMatchInlineSnapshot(`
    "convoy: --members: expected a whole number from 1, got 0
    Change the value, or leave the option out for its default.
    "
  `);
  expect(await complaint(...train, '--epochs', 'many')).toMatchInlineSnapshot(`
    "convoy: --epochs: expected a number above 0, got many
    Change the value, or leave the option out for its default.
    "
  `);
  expect(await complaint(...train, '--validation-split', '3/2')).toMatchInlineSnapshot(`
    "convoy: --validation-split: expected a fraction from 0 and below 1, such as 0.1 or 1/6, got 3/2
    Change the value, or leave the option out for its default.
    "
  `);
  expect(await complaint(...train, '--backend', 'cuda')).toMatchInlineSnapshot(`
    "convoy: --backend: expected one of auto, wasm, gpu, gpu:webgpu, gpu:webgl2, gpu:webgl, gpu:headlessgl, gpu:webasm, gpu:cpu, reference, got cuda
    Change the value, or leave the option out for its default.
    "
  `);
});

it('a missing option, argument or command says which', async () => {
  expect(await complaint('train', '--model', 'lecture-cnn')).toMatchInlineSnapshot(`
    "convoy: missing option: --dataset
      --dataset: one of mnist, cifar10, glyphs, or a folder of your own images, such as ./flowers
    For example: convoy train --dataset glyphs --model lecture-cnn
    "
  `);
  expect(await complaint('predict', 'runs/a')).toMatchInlineSnapshot(`
    "convoy: missing argument: image
    \`convoy predict --help\` shows how it is used.
    "
  `);
  expect(await complaint('data')).toMatchInlineSnapshot(`
    "convoy: missing command after: convoy data
    There are: list, download, verify
    "
  `);
});

it('a configuration file is checked like flags, and named in complaints', async () => {
  const config = (content: unknown) => writeFile(join(folder.path, 'convoy.json'), JSON.stringify(content));
  await config({ dataset: 'glyphs', model: 'lecture-cnn', batchsize: 64 });
  expect(await complaint('train', '--config', 'convoy.json')).toMatchInlineSnapshot(`
    "convoy: unknown option in convoy.json: batchsize
    Did you mean batchSize? There are: recipe, dataset, model, modules, imageSize, channels, testSplit, splitSeed, maxPixels, skipUnreadable, epochs, batchSize, dropRemainder, validationSplit, trainCount, augmentation, augmentationStrength, optimizer, learningRate, schedule, weightDecay, momentum, loss, labelSmoothing, classWeight, startFrom, freeze, averaging, weights, monitor, patience, minDelta, earlyStopping, members, seed, testTimeAugmentation, strategy, combine, calibrate, workers, backend, kernels, dataDir, out, checkpointSteps, checkpointMinutes, maxFailures, minMembers, memberTimeout, report
    "
  `);
  await config({ dataset: 'glyphs', model: 'lecture-cnn', members: 2.5 });
  expect(await complaint('train', '--config', 'convoy.json')).toMatchInlineSnapshot(`
    "convoy: members in convoy.json: expected a whole number from 1, got 2.5
    Change the value, or leave the option out for its default.
    "
  `);
});

it('no command at all shows the help, as wrong usage', async () => {
  expect(await complaint()).toMatch(/^Usage: convoy/);
});
