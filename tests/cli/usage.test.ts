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
    Did you mean train? There are: quickstart, train, resume, status, pause, continue, stop, evaluate, predict, serve, recipes, report, compare, summary, data, doctor, bench, completion
    "
  `);
});

it('an unknown option names the nearest and all', async () => {
  expect(await complaint('evaluate', 'runs/a', '--slpit', 'test')).toMatchInlineSnapshot(`
    "convoy: unknown option: --slpit
    Did you mean --split? There are: --dataset, --split, --baseline, --reject-curve, --tta, --data-dir, --backend, --json, --help
    "
  `);
});

it('an unknown model names the nearest and all', async () => {
  expect(await complaint('train', '--dataset', 'glyphs', '--model', 'lecture-cn')).toMatchInlineSnapshot(`
    "convoy: unknown model: lecture-cn
    Did you mean lecture-cnn? There are: lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter
    "
  `);
  expect(await complaint('summary', '--model', 'resnet')).toMatchInlineSnapshot(`
    "convoy: unknown model: resnet
    Did you mean lenet5? There are: lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter
    "
  `);
});

it('an unknown data set names the nearest and all', async () => {
  expect(await complaint('train', '--dataset', 'mnits', '--model', 'lecture-cnn')).toMatchInlineSnapshot(`
    "convoy: unknown data set: mnits
    Did you mean mnist? There are: mnist, cifar10, glyphs, or a folder of your own pictures, such as ./flowers
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
    "convoy: wrong value for --members: 0
    It must be a whole number from 1 to 1000.
    "
  `);
  expect(await complaint(...train, '--epochs', 'many')).toMatchInlineSnapshot(`
    "convoy: wrong value for --epochs: many
    It must be a number above 0.
    "
  `);
  expect(await complaint(...train, '--validation-split', '3/2')).toMatchInlineSnapshot(`
    "convoy: wrong value for --validation-split: 3/2
    It must be a part of the data, from 0 to below 1, such as 0.1 or 1/6.
    "
  `);
  expect(await complaint(...train, '--backend', 'cuda')).toMatchInlineSnapshot(`
    "convoy: wrong value for --backend: cuda
    It must be one of auto, wasm, gpu, gpu:webgpu, gpu:webgl2, gpu:webgl, gpu:headlessgl, gpu:webasm, gpu:cpu, reference.
    "
  `);
});

it('a missing option, argument or command says which', async () => {
  expect(await complaint('train', '--model', 'lecture-cnn')).toMatchInlineSnapshot(`
    "convoy: missing option: --dataset
    Give it as a flag, or in the file that --config names.
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
    Did you mean batchSize? There are: recipe, dataset, model, members, workers, seed, epochs, batchSize, dropRemainder, validationSplit, augmentation, testTimeAugmentation, optimizer, learningRate, labelSmoothing, averaging, weights, patience, monitor, minDelta, strategy, combine, calibrate, backend, kernels, checkpointSteps, checkpointMinutes, maxFailures, minMembers, memberTimeout, report, imageSize, channels, testSplit, splitSeed, dataDir, out
    "
  `);
  await config({ dataset: 'glyphs', model: 'lecture-cnn', members: 2.5 });
  expect(await complaint('train', '--config', 'convoy.json')).toMatchInlineSnapshot(`
    "convoy: wrong value for "members" in convoy.json: 2.5
    It must be a whole number from 1 to 1000.
    "
  `);
});

it('no command at all shows the help, as wrong usage', async () => {
  expect(await complaint()).toMatch(/^Usage: convoy/);
});
