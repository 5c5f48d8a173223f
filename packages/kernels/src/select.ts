// Which backend runs here, and why.

import type { Backend } from './backend.ts';
import { createReferenceBackend } from './backends/reference/backend.ts';
import { createWasmBackend } from './backends/wasm/backend.ts';
import { KernelsError } from './errors.ts';

export const backendNames = ['auto', 'wasm', 'gpu', 'reference'] as const;
export type BackendName = (typeof backendNames)[number];

export interface SelectOptions {
  /**
   * `fast` lets the WASM backend use relaxed SIMD (fused multiply-add) where the machine has it: the same bits on the
   * same kind of processor. `strict` uses plain SIMD only: the same bits everywhere, at a lower speed.
   * @default 'fast'
   */
  readonly kernels?: 'fast' | 'strict';
}

/**
 * The backend of a name; `auto` takes the fastest that works here, which on a CPU is `wasm`.
 * @throws {KernelsError} if the name is unknown or that backend cannot run here.
 */
export async function selectBackend(name: string = 'auto', options: SelectOptions = {}): Promise<Backend> {
  switch (name) {
    case 'auto':
    case 'wasm':
      return createWasmBackend(options);
    case 'reference':
      return createReferenceBackend();
    case 'gpu':
      throw new KernelsError('backend-unavailable', 'backend gpu: not part of this version; use wasm');
    default:
      throw new KernelsError(
        'unknown-backend',
        `unknown backend: ${name}. There are: ${backendNames.join(', ')}`,
      );
  }
}
