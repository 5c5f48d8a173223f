// Which backend runs here, and why.

import type { Backend } from './backend.ts';
import type { AutomaticChoice } from './backends/gpu/automatic.ts';
import { mayHaveGpu } from './backends/gpu/deviceFiles.ts';
import { gpuModes, isDeviceMode } from './backends/gpu/names.ts';
import type { SurveyedMode } from './backends/gpu/survey.ts';
import type { Trial } from './backends/gpu/trial.ts';
import { createReferenceBackend } from './backends/reference/backend.ts';
import { createWasmBackend } from './backends/wasm/backend.ts';
import { KernelsError } from './errors.ts';

/** The names that `selectBackend` takes. */
export const backendNames = [
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
] as const;
/** A name that `selectBackend` takes. */
export type BackendName = (typeof backendNames)[number];

/** What `selectBackend` is told. */
export interface SelectOptions {
  /**
   * `fast` lets the WASM backend use relaxed SIMD (fused multiply-add) where the machine has it: the same bits on the
   * same kind of processor. `strict` uses plain SIMD only: the same bits everywhere, at a lower speed; with it, `auto`
   * stays on the processor.
   * @default 'fast'
   */
  readonly kernels?: 'fast' | 'strict';
  /**
   * The model's own step, for `auto` to measure where there is a GPU; called only there. Without it `auto` stays on the
   * processor.
   */
  readonly trial?: () => Trial;
}

/**
 * The backend of a name. `auto` takes `gpu:webgpu` where there is a hardware adapter and `trial` is measured to be faster on
 * it, else `wasm`; `gpu` takes the best real GPU; `gpu:webgpu` and so on force one mode of gpu.js.
 * @throws {KernelsError} if the name is unknown or that backend cannot run here.
 */
export async function selectBackend(name: string = 'auto', options: SelectOptions = {}): Promise<Backend> {
  switch (name) {
    case 'auto':
      return (await chooseAutomatically(options)).backend;
    case 'wasm':
      return createWasmBackend(options);
    case 'reference':
      return createReferenceBackend();
    case 'gpu':
      return (await loadGpu()).createBestGpuBackend();
  }
  const mode = gpuModes.find((candidate) => name === `gpu:${candidate}`);
  if (mode !== undefined) return (await loadGpu()).createGpuBackend(mode);
  throw new KernelsError(
    'unknown-backend',
    `unknown backend: ${name}. There are: ${backendNames.join(', ')}`,
  );
}

/** Loaded when it is asked for: nobody else pays for it. */
function loadGpu() {
  return import('./backends/gpu/backend.ts');
}

/** Each mode of gpu.js, and whether it runs here. */
export async function surveyGpuModes(): Promise<readonly SurveyedMode[]> {
  const { surveyModes } = await import('./backends/gpu/survey.ts');
  return surveyModes();
}

/** What `auto` takes here, and why. */
export async function chooseAutomatically(options: SelectOptions = {}): Promise<AutomaticChoice> {
  const wasm = await createWasmBackend(options);
  if (options.kernels === 'strict') return { backend: wasm, reason: 'strict kernels are for the processor' };
  if (!mayHaveGpu()) return { backend: wasm, reason: 'no GPU: the system shows no device for one' };
  const { preferGpu } = await import('./backends/gpu/automatic.ts');
  return preferGpu(wasm, options.trial);
}

/** Whether a backend, by the name of what runs, has one device for the whole machine: then trainings take turns on it. */
export function takesTurns(backend: string): boolean {
  return gpuModes.some((mode) => isDeviceMode(mode) && backend === `gpu:${mode}`);
}
