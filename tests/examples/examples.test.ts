// Every example is run as a person runs it: `node examples/….ts`, in an empty folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Conv2D, createGenerator, Dense, deriveSeed, Flatten, Sequential } from '@convoy/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactorizedConv2D, TemperedCrossentropy } from '../../examples/myDefinitions.ts';
import { asJpeg, asPng, bar, type Colour, picture } from '../../packages/core/src/testing/pictures.ts';
import { start as startConvoy } from '../cli/convoy.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'convoy-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(example: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(examples, example), ...args], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What an example prints; it must print no error and end well. */
async function run(example: string, ...args: string[]): Promise<string> {
  const child = start(example, ...args);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
  );
  expect(stderr).toBe('');
  expect(await ended).toEqual([0, null]);
  return stdout ?? '';
}

/** The command, in the examples' folder. */
const convoy = (...args: string[]) => startConvoy(args, folder).finished;

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

it('every program of the README is tested here', () => {
  const readme = readFileSync(join(examples, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, name]) => name);
  expect(listed).toEqual([
    'train.ts',
    'predict.ts',
    'ownImages.ts',
    'ownLayers.ts',
    'ownCallback.ts',
    'ownDefinitions.ts',
    'server/',
  ]);
});

describe('an ensemble', () => {
  let output = '';
  beforeAll(async () => {
    output = await run('train.ts', 'runs/example');
    writeFileSync(join(folder, 'one.png'), asPng(100, 140, picture(100, 140, bar, black, white)));
    writeFileSync(join(folder, 'one.jpg'), asJpeg(100, 140, picture(100, 140, bar, black, white)));
  });

  it('is trained', () => {
    expect(output).toMatch(/^member \d, epoch 1: loss \d\.\d{3}, validation \d+\.\d%$/m);
    const accuracy = /^together: (\d+\.\d)%, saved in runs\/example$/m.exec(output)?.[1];
    expect(Number(accuracy)).toBeGreaterThan(50); // Guessing gives 10%.
  });

  it('predicts', async () => {
    const said = await run('predict.ts', 'runs/example', 'one.png', 'one.jpg');
    expect(said).toMatch(/^one\.png: \d, \d+\.\d% sure \(inverted: dark ink on a light ground; ink scaled/m);
    expect(said).toMatch(/^one\.jpg: \d, .*\n {2}votes: \d \d \d$/m);
  });

  it('predicts in workers of a server', async () => {
    const child = start('server/server.ts', 'runs/example', '0');
    try {
      if (!child.stdout) throw new Error('no output');
      const [url] = await once(createInterface({ input: child.stdout }), 'line');
      const post = (body: Uint8Array) => fetch(String(url), { method: 'POST', body: Buffer.from(body) });
      const good = await post(readFileSync(join(folder, 'one.png')));
      expect(await good.json()).toEqual({
        label: expect.stringMatching(/^\d$/),
        probability: expect.any(Number),
      });
      const bad = await post(Uint8Array.of(1, 2, 3));
      expect([bad.status, await bad.text()]).toEqual([
        400,
        expect.stringMatching(/^not a PNG, JPEG or WebP image/),
      ]);
      const many = await Promise.all(
        Array.from({ length: 8 }, () => post(readFileSync(join(folder, 'one.jpg')))),
      );
      expect(many.map(({ status }) => status)).toEqual(new Array(8).fill(200));
    } finally {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    }
  });
});

it('a folder of pictures is learnt', async () => {
  for (const [name, ink] of Object.entries({
    lying: (y: number) => Math.floor(y * 6) % 2 === 0,
    standing: (_: number, x: number) => Math.floor(x * 6) % 2 === 0,
  })) {
    mkdirSync(join(folder, 'stripes', name), { recursive: true });
    for (let index = 0; index < 36; index++) {
      const colour: Colour = [7 * index, 250 - 5 * index, 90];
      const file = asPng(48, 36, picture(48, 36, ink, colour, index % 2 === 0 ? black : white));
      writeFileSync(join(folder, 'stripes', name, `${index}.png`), file);
    }
  }
  const output = await run('ownImages.ts', './stripes', 'runs/stripes');
  expect(output).toContain('read 72 pictures\nlying, standing: 24 × 24, in colour\n');
  expect(output).toContain('60 pictures to train on, 12 to test on');
  const accuracy = /^(\d+\.\d)% of the test pictures are right, saved in runs\/stripes$/m.exec(output)?.[1];
  expect(Number(accuracy)).toBeGreaterThan(75); // Guessing gives 50%.
});

it('a list of layers is trained', async () => {
  const output = await run('ownLayers.ts');
  expect(output).toContain('Model: "my-network"');
  expect(output).toMatch(/^[\d,]+ multiply-adds an image$/m);
  const accuracy = /accuracy (\d+\.\d)%$/m.exec(output)?.[1];
  expect(Number(accuracy)).toBeGreaterThan(50);
});

describe('definitions of your own', () => {
  it('are trained with, saved and loaded', async () => {
    const output = await run('ownDefinitions.ts', 'own.convoy', 'runs/own');
    expect(output).toContain('factorized_conv2d_1 (FactorizedConv2D)   (None, 12, 12, 8)       224');
    expect(output).toMatch(/^confidence by epoch: (0\.\d{3}, ){4}0\.\d{3}$/m);
    const accuracy = /^test accuracy (\d+\.\d)%$/m.exec(output)?.[1];
    expect(Number(accuracy)).toBeGreaterThan(90); // Guessing gives 33%.
    expect(output).toMatch(/^saved in own\.convoy; the first image is upright with probability 0\.\d{3}$/m);
    const together = /^two of them together (\d+\.\d)%, saved in runs\/own$/m.exec(output)?.[1];
    expect(Number(together)).toBeGreaterThan(90);
  });

  it('are found by commands: --modules names them, and resume knows them from run.json', async () => {
    const modules = join(examples, 'myDefinitions.ts');
    const model = {
      inputShape: [12, 12, 1] as const,
      layers: [FactorizedConv2D({ filters: 2 }), Flatten(), Dense({ units: 3, activation: 'softmax' })],
    };
    const loss = TemperedCrossentropy({ temperature: 1.5 });
    const config = { model, loss, members: 2, workers: 2, epochs: 1, report: false };
    writeFileSync(join(folder, 'own.json'), JSON.stringify(config));
    const train = ['train', '--config', 'own.json', '--modules', modules, '--class-weight', 'level=2'];
    const trained = await convoy(...train, '--dataset', 'stripes', '--out', 'runs/a');
    expect(trained).toMatchObject({ code: 0, stderr: '' });

    const unread = await convoy('evaluate', 'runs/a');
    expect(unread.code).toBe(1);
    expect(unread.stderr).toContain('layer 1: unknown type of layer: FactorizedConv2D');
    expect(unread.stderr).toMatch(/If you trust them: --modules \S*myDefinitions\.ts$/m);
    const evaluated = await convoy('evaluate', 'runs/a', '--modules', modules);
    expect(evaluated.stdout).toContain('on the test split of stripes, 300 images');
    const again = await convoy('train', '--config', 'runs/a/run.json', '--out', 'runs/b', '--no-report');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const bytesOf = (run: string) => readFileSync(join(folder, 'runs', run, 'ensemble.convoy'));
    expect(bytesOf('b').equals(bytesOf('a'))).toBe(true);

    // As a run is that was killed after its first member: its manifest says that it has not ended.
    const manifest = join(folder, 'runs/b/run.json');
    const { result: _, ...begun } = JSON.parse(readFileSync(manifest, 'utf8'));
    writeFileSync(manifest, JSON.stringify(begun));
    for (const left of ['ensemble.convoy', 'members/01'])
      rmSync(join(folder, 'runs/b', left), { recursive: true });
    expect(await convoy('resume', 'runs/b', '--no-report')).toMatchObject({ code: 0, stderr: '' });
    expect(bytesOf('b').equals(bytesOf('a'))).toBe(true);
  });

  it('compute what the built-in layers they replace compute, bit for bit', async () => {
    const same = { kernelInitializer: 'zeros', padding: 'same', filters: 3 } as const;
    const end = [Flatten(), Dense({ units: 2, activation: 'softmax' })];
    const inputShape = [5, 4, 2] as const;
    // A layer before it asks for the gradient of its input, too.
    const begin = Conv2D({ filters: 2, kernelSize: 1 });
    const own = new Sequential({ inputShape, layers: [begin, FactorizedConv2D({ filters: 3 }), ...end] });
    const layers = [
      begin,
      Conv2D({ ...same, kernelSize: [3, 1], useBias: false }),
      Conv2D({ ...same, kernelSize: [1, 3] }),
      ...end,
    ];
    const built = new Sequential({ inputShape, layers });
    own.initialize(createGenerator(deriveSeed(1)));
    const names = built.structure.weights.map(({ name }) => name);
    const images = Float32Array.from({ length: 6 * 40 }, (_, i) => Math.sin(i));
    const rows = { images, labels: [0, 1, 1, 0, 1, 0] };
    await built.setWeights(
      new Map([...(await own.getWeights()).values()].map((tensor, i) => [names[i] ?? '', tensor])),
    );
    for (const model of [own, built]) {
      model.compile();
      await model.fit(rows, { epochs: 3, batchSize: 2 });
    }
    expect([...(await own.getWeights()).values()]).toEqual([...(await built.getWeights()).values()]);
  });
});

it('a callback lowers the learning rate and ends the training', async () => {
  const output = await run('ownCallback.ts');
  expect(output.match(/: no better, learning rate now 0\.\d+$/gm)).toHaveLength(3);
  expect(output).toMatch(/: no better, the end\ntrained \d+ epochs, best validation loss \d\.\d{4}\n$/);
});
