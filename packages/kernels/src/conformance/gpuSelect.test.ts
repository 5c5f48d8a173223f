// Which backend a name leads to, where gpu backends are concerned.

import { expect, it } from 'vitest';
import { fasterOf } from '../backends/gpu/automatic.ts';
import { createGpuBackend } from '../backends/gpu/backend.ts';
import type { Trial } from '../backends/gpu/trial.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { rows, whole } from '../graphBuilder.ts';
import { backendNames, chooseAutomatically, selectBackend, surveyGpuModes, takesTurns } from '../select.ts';

const window = { strides: [1, 1], padding: 'valid' } as const;

/** A convolution with the gradient of its kernel, as large as those of small networks. */
const trial: Trial = {
  program: 'step',
  graph: {
    batchSize: 16,
    buffers: [
      rows('input', 'input', [13, 13, 32]),
      whole('parameter', 'kernel', [3, 3, 32, 64]),
      rows('output', 'output', [11, 11, 64]),
      whole('output', 'kernel_grad', [3, 3, 32, 64]),
    ],
    programs: {
      step: [
        { kind: 'conv2d', input: 'input', kernel: 'kernel', bias: null, output: 'output', ...window },
        {
          kind: 'conv2dKernelGrad',
          input: 'input',
          outputGrad: 'output',
          kernelGrad: 'kernel_grad',
          ...window,
        },
      ],
    },
  },
};

it('every gpu name runs what it says, or is refused with a reason; none is replaced', async () => {
  const survey = await surveyGpuModes();
  expect(survey.map(({ mode }) => `gpu:${mode}`)).toEqual(backendNames.filter((name) => name.includes(':')));
  for (const { mode, available, detail } of survey) {
    if (available) expect((await selectBackend(`gpu:${mode}`)).name).toBe(`gpu:${mode}`);
    else {
      await expect(selectBackend(`gpu:${mode}`)).rejects.toMatchObject({
        code: 'backend-unavailable',
        message: expect.stringContaining(detail),
      });
    }
  }
});

it('an unknown mode is an error that lists the names', async () => {
  await expect(selectBackend('gpu:cuda')).rejects.toThrow(/unknown backend: gpu:cuda.*gpu:webgpu.*gpu:cpu/);
});

it('the trial keeps the faster backend, whichever side it is on', async () => {
  // gpu.js's JavaScript is hundreds of times slower than the compiler's WASM: no load of the machine turns that round.
  const wasm = await createWasmBackend();
  const slow = await createGpuBackend('cpu');
  const choice = await fasterOf(wasm, slow, trial);
  expect(choice.backend).toBe(wasm);
  expect(choice.reason).toMatch(/^step took .* ms on gpu:cpu, .* ms on wasm$/);
  expect((await fasterOf(slow, wasm, trial)).backend).toBe(wasm);
});

it('auto gives a reason, and strict kernels keep it on the processor', async () => {
  expect((await chooseAutomatically()).reason).not.toBe('');
  const { backend, reason } = await chooseAutomatically({ kernels: 'strict' });
  expect(backend.name).toBe('wasm');
  expect(reason).toBe('strict kernels are for the processor');
});

it('auto measures nothing where there is no GPU, and what it is told to where there is one', async () => {
  let isMeasured = false;
  const { backend } = await chooseAutomatically({
    trial: () => {
      isMeasured = true;
      return trial;
    },
  });
  const isHardware = (await createGpuBackend('webgpu').catch(() => null))?.details.adapterType === 'hardware';
  expect(isMeasured).toBe(isHardware);
  if (!isHardware) expect(backend.name).toBe('wasm');
});

it('only what runs on a device takes turns', () => {
  expect(backendNames.filter(takesTurns)).toEqual([
    'gpu:webgpu',
    'gpu:webgl2',
    'gpu:webgl',
    'gpu:headlessgl',
  ]);
});
