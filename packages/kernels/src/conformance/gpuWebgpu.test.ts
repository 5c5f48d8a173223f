// WebGPU in Node, on the software adapter of Debian's package chromium where nothing says otherwise: slow, but real.

import { describe, expect, it } from 'vitest';
import { createGpuBackend } from '../backends/gpu/backend.ts';
import { selectBackend } from '../select.ts';
import { hasSoftwareAdapter, softwareAdapter } from './softwareAdapter.node.ts';
import { describeConformance } from './suite.ts';

if (hasSoftwareAdapter) process.env.VK_ICD_FILENAMES ??= softwareAdapter;

const webgpu = createGpuBackend('webgpu');
const problem = await webgpu.then(
  () => null,
  (error: Error) => error.message,
);

describe.skipIf(problem !== null && !hasSoftwareAdapter)(
  `the gpu backend in mode webgpu${problem === null ? '' : ` (skipped: ${problem})`}`,
  () => {
    // Ten times a float32 backend's, as golden/README allows; SwiftShader needs less than one.
    describeConformance(() => webgpu, {
      tolerance: 10,
      sizes: 'small',
      families: [
        'convolution',
        'dense',
        'pooling',
        'element by element',
        'batch normalization',
        'gradient clipping',
        'networks',
      ],
    });

    it('says what really runs, and on what', async () => {
      const { name, details } = await webgpu;
      expect(name).toBe('gpu:webgpu');
      expect(details).toMatchObject({ mode: 'webgpu', executor: 'resident kernels' });
      expect(details.adapter).not.toBe('');
    });

    it('auto and gpu leave a software adapter alone', async () => {
      const { details } = await webgpu;
      if (details.adapterType === 'hardware') return;
      expect((await selectBackend('auto')).name).toBe('wasm');
      await expect(selectBackend('gpu')).rejects.toThrow(/is software, not a GPU: ask for it by gpu:webgpu/);
    });
  },
);
