import type { BackendName } from '@convoy/kernels';

// Loading the backends to list them would slow every command down; the type keeps this list complete.
const known: Record<BackendName, true> = {
  auto: true,
  wasm: true,
  gpu: true,
  'gpu:webgpu': true,
  'gpu:webgl2': true,
  'gpu:webgl': true,
  'gpu:headlessgl': true,
  'gpu:webasm': true,
  'gpu:cpu': true,
  reference: true,
};

/** What `--backend` can be told. */
export const backends = Object.keys(known) as [BackendName, ...BackendName[]];

export const backendHelp = 'auto, wasm, gpu, gpu:MODE (webgpu, headlessgl, webasm or cpu) or reference';
