import type { BackendName } from '@convoy/kernels';

/** What `--backend` can be told. By hand, because loading the backends to list them would slow every command down. */
export const backends = [
  'auto',
  'wasm',
  'gpu',
  'gpu:webgpu',
  'gpu:webgl2',
  'gpu:webgl',
  'gpu:headlessgl',
  'gpu:webasm',
  'gpu:cpu',
  'reference',
] as const satisfies readonly BackendName[];

export const backendHelp = 'auto, wasm, gpu, gpu:MODE (webgpu, headlessgl, webasm or cpu) or reference';
