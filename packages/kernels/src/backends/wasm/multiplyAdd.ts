// What `fast` kernels' bits depend on beside the program: whether the processor rounds once or twice in a multiply-add.
// Relaxed SIMD leaves that open, and every other instruction that kernels use is exact on all machines.

import * as wasm from 'wasmati';
import { hasRelaxedSimd } from './features.ts';

/** `plain`: the engine has no relaxed SIMD, and `fast` kernels are `strict` ones. */
export type MultiplyAdd = 'fused' | 'separate' | 'plain';

let found: MultiplyAdd | undefined;

/** Tries it on numbers whose product needs more bits than a float has. */
export function multiplyAddKind(): MultiplyAdd {
  found ??= hasRelaxedSimd() ? probe() : 'plain';
  return found;
}

function probe(): MultiplyAdd {
  const { f32, f32x4 } = wasm;
  const probed = wasm.func({ in: [f32, f32], locals: [], out: [f32] }, ([factor, addend]) => {
    wasm.local.get(factor);
    f32x4.splat();
    wasm.local.get(factor);
    f32x4.splat();
    wasm.local.get(addend);
    f32x4.splat();
    f32x4.relaxed_madd();
    f32x4.extract_lane(0);
  });
  const module = new WebAssembly.Module(Uint8Array.from(wasm.Module({ exports: { probed } }).toBytes()));
  const run = new WebAssembly.Instance(module).exports.probed;
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, and a float drops the last.
  const rest = typeof run === 'function' ? run(1 + 2 ** -12, -(1 + 2 ** -11)) : 0;
  return rest === 0 ? 'separate' : 'fused';
}
