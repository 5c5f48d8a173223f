// The WASM backend: a kernel compiler. Each graph becomes code with every size, stride and address fixed.

import type { Backend, Executable } from '../../backend.ts';
import { KernelsError } from '../../errors.ts';
import type { Graph } from '../../graph.ts';
import { validateGraph } from '../../validate.ts';
import { compileGraph } from './compile.ts';
import { WasmExecutable } from './executable.ts';
import { hasRelaxedSimd, hasSimd } from './features.ts';
import type { ForcedAlgorithm } from './plan/algorithm.ts';

export interface WasmOptions {
  /** See `SelectOptions.kernels`. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
  /** Forces a convolution algorithm where it can serve; for tests and measurements. @default the plan's choice */
  readonly algorithm?: ForcedAlgorithm;
}

/** @throws {KernelsError} where the engine has no WebAssembly SIMD. */
export async function createWasmBackend(options: WasmOptions = {}): Promise<Backend> {
  if (!hasSimd()) {
    throw new KernelsError(
      'backend-unavailable',
      'backend wasm: this JavaScript engine has no WebAssembly SIMD; use Node 22 or a browser of 2023 or later',
    );
  }
  const relaxed = options.kernels !== 'strict' && hasRelaxedSimd();
  return {
    name: 'wasm',
    details: { simd: relaxed ? 'relaxed' : 'plain' },
    async compile(graph: Graph): Promise<Executable> {
      validateGraph(graph);
      return new WasmExecutable(graph, compileGraph(graph, { relaxed, algorithm: options.algorithm }));
    },
  };
}
