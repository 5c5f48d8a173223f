// gpu.js kernels: one backend for every GPU that gpu.js reaches (WebGPU, WebGL2, WebGL, headless GL), and for its own
// WebAssembly and JavaScript modes. `docs/backends.md` says when to use which.

import type { Backend } from '../../backend.ts';
import { KernelsError } from '../../errors.ts';
import { validateGraph } from '../../validate.ts';
import { GpuExecutable } from './executable.ts';
import { findGpuJs, type GpuJs } from './gpuJs.ts';
import { findMode } from './modes.ts';
import { type GpuMode, gpuModes, isDeviceMode } from './names.ts';
import { tryMode } from './tryMode.ts';

/**
 * The backend of one mode of gpu.js.
 * @throws {KernelsError} `backend-unavailable` where gpu.js would run another mode in its place.
 */
export async function createGpuBackend(mode: GpuMode): Promise<Backend> {
  const gpuJs = await loadGpuJs(`gpu:${mode}`);
  const found = await findMode(mode, gpuJs);
  if (!found.available) throw unavailable(`gpu:${mode}`, `${found.reason}. ${otherwise}`);
  return backendOf(mode, gpuJs, found.adapter);
}

/**
 * The backend of the best real GPU here.
 * @throws {KernelsError} `backend-unavailable` where there is none; it says what each mode lacks.
 */
export async function createBestGpuBackend(): Promise<Backend> {
  const gpuJs = await loadGpuJs('gpu');
  const reasons: string[] = [];
  for (const mode of gpuModes.filter(isDeviceMode)) {
    const found = await findMode(mode, gpuJs);
    if (found.available && !found.adapter?.isSoftware) return backendOf(mode, gpuJs, found.adapter);
    const reason = found.available
      ? `${found.adapter?.name} is software, not a GPU: ask for it by gpu:${mode}`
      : found.reason;
    reasons.push(`${mode}: ${reason}`);
  }
  throw unavailable('gpu', `no GPU was found.\n${reasons.join('\n')}\n${otherwise}`);
}

async function loadGpuJs(backend: string): Promise<GpuJs> {
  const found = await findGpuJs();
  if (typeof found === 'string') throw unavailable(backend, `${found}. ${otherwise}`);
  return found;
}

const otherwise = 'Without a GPU, --backend wasm is the fastest.';

function unavailable(backend: string, reason: string): KernelsError {
  return new KernelsError('backend-unavailable', `backend ${backend}: ${reason}`);
}

async function backendOf(
  mode: GpuMode,
  gpuJs: GpuJs,
  adapter: { readonly name: string; readonly isSoftware: boolean } | null,
): Promise<Backend> {
  const ran = await tryMode(mode, gpuJs);
  if ('problem' in ran) throw unavailable(`gpu:${mode}`, `${ran.problem}. ${otherwise}`);
  return {
    name: `gpu:${mode}`,
    details: {
      mode,
      executor: ran.executor,
      ...(adapter === null
        ? {}
        : { adapter: adapter.name, adapterType: adapter.isSoftware ? 'software' : 'hardware' }),
    },
    async compile(graph) {
      validateGraph(graph);
      return new GpuExecutable(graph, gpuJs, mode);
    },
  };
}
