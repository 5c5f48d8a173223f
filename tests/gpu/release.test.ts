// A WebGPU device in Node that nobody disposes of.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import {
  hasSoftwareAdapter,
  orSkipped,
  softwareAdapter,
} from '../../packages/kernels/src/conformance/softwareAdapter.node.ts';

const kernels = JSON.stringify(new URL('../../packages/kernels/src/index.ts', import.meta.url).href);

const script = `
  import { setTimeout } from 'node:timers/promises';
  import { selectBackend } from ${kernels};
  const buffer = (role, name, shape, batched) => ({ role, name, shape, batched, type: 'float32' });
  const { compile } = await selectBackend('gpu:webgpu');
  const executable = await compile({
    batchSize: 1,
    buffers: [
      buffer('input', 'rows', [3], true),
      buffer('parameter', 'bias', [3], false),
      buffer('input', 'rate', [], false),
      buffer('output', 'gradient', [3], false),
    ],
    programs: {
      learn: [
        { kind: 'biasGrad', outputGrad: 'rows', biasGrad: 'gradient' },
        {
          kind: 'sgd', parameter: 'bias', gradient: 'gradient', learningRate: 'rate',
          weightDecay: 0, momentum: 0, nesterov: false, velocity: null,
        },
      ],
    },
  });
  executable.write('rate', [1]);
  executable.write('rows', [1, 2, 3]);
  executable.write('bias', [10, 20, 30]);
  await executable.run('learn');
  await executable.run('learn');
  await setTimeout(2500);
  await executable.run('learn');
  console.log(...(await executable.read('bias')));
  process.on('exit', () => console.log('ended by itself'));
`;

it.skipIf(!hasSoftwareAdapter)(
  `it is given back when it rests, with nothing lost, and does not keep Node from ending${orSkipped}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convoy-device-'));
    try {
      await writeFile(join(folder, 'script.mjs'), script);
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'script.mjs')], {
        timeout: 60_000,
        env: { ...process.env, VK_ICD_FILENAMES: softwareAdapter },
      });
      expect(stdout).toBe('7 14 21\nended by itself\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
