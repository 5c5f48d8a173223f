// What the command says about gpu backends where there is no GPU, and on a software one.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  hasSoftwareAdapter,
  orSkipped,
  softwareAdapter,
} from '../../packages/kernels/src/conformance/softwareAdapter.node.ts';
import { convoy, jsonLines, workFolder } from '../cli/convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const noDriver = { VK_ICD_FILENAMES: '/nowhere/icd.json' };

it('a mode that is not here is an error that says what is missing and how to get it', async () => {
  const train = ['train', '--dataset', 'glyphs', '--model', 'lecture-cnn', '--out', 'run'];
  const webgpu = await convoy([...train, '--backend', 'gpu:webgpu'], folder.path, noDriver);
  expect(webgpu.code).toBe(1);
  expect(webgpu.stderr).toMatch(/convoy: backend gpu:webgpu: no WebGPU adapter answers; install/);
  const webgl2 = await convoy([...train, '--backend', 'gpu:webgl2'], folder.path);
  expect(webgl2).toMatchObject({ code: 1, stdout: '' });
  expect(webgl2.stderr).toMatch(/backend gpu:webgl2: there is no WebGL2 here; it is for browsers/);
  expect(existsSync(join(folder.path, 'run'))).toBe(false);
});

it('doctor says which modes run here, what auto takes, and why', async () => {
  const { code, stdout } = await convoy(['doctor', '--json'], folder.path);
  expect(code).toBe(0);
  const [diagnosis] = jsonLines(stdout);
  expect(diagnosis?.backend).toMatchObject({ reason: expect.stringMatching(/\w/) });
  expect(diagnosis?.gpu).toContainEqual({ mode: 'webasm', available: true, detail: '' });
  expect(diagnosis?.gpu).toContainEqual({
    mode: 'webgl',
    available: false,
    detail: expect.stringContaining('for browsers'),
  });
});

it.skipIf(!hasSoftwareAdapter)(
  `members take turns on WebGPU, and the run says on what${orSkipped}`,
  async () => {
    // A network that a processor playing a GPU can train.
    const config = {
      model: {
        inputShape: [28, 28, 1],
        layers: [{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }],
      },
    };
    const flags = [
      '--no-report',
      '--dataset',
      'glyphs',
      '--members',
      '2',
      '--workers',
      '2',
      '--epochs',
      '0.02',
      '--batch-size',
      '100',
      '--validation-split',
      '0',
    ];
    writeFileSync(join(folder.path, 'small.json'), JSON.stringify(config));
    const { code, stdout, stderr } = await convoy(
      ['train', ...flags, '--config', 'small.json', '--backend', 'gpu:webgpu', '--out', 'webgpu'],
      folder.path,
      { VK_ICD_FILENAMES: softwareAdapter },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'Training 2 members in 1 worker on gpu:webgpu\nMembers take turns: there is one GPU.',
    );
    const { backend } = JSON.parse(readFileSync(join(folder.path, 'webgpu', 'run.json'), 'utf8'));
    expect(backend.name).toBe('gpu:webgpu');
    expect(backend.details).toMatchObject({ mode: 'webgpu', executor: 'resident kernels' });
    expect(backend.details.adapter).not.toBe('');
  },
);
