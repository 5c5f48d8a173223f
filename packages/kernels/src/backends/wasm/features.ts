// What this engine's WebAssembly can do, found by validating tiny modules.

import * as wasm from 'wasmati';

const isValid = (body: () => void): boolean => {
  const probe = wasm.func({ in: [], locals: [wasm.v128], out: [] }, body);
  return WebAssembly.validate(Uint8Array.from(wasm.Module({ exports: { probe } }).toBytes()));
};

let simd: boolean | undefined;
let relaxedSimd: boolean | undefined;

/** 128-bit vectors: every engine since 2021. */
export function hasSimd(): boolean {
  simd ??= isValid(() => {
    wasm.v128.const('i32x4', [0, 0, 0, 0]);
    wasm.drop();
  });
  return simd;
}

/** Fused multiply-add: Chrome 114, Node 22, Firefox 145; not yet everywhere. */
export function hasRelaxedSimd(): boolean {
  relaxedSimd ??= isValid(() => {
    for (let operand = 0; operand < 3; operand++) wasm.v128.const('i32x4', [0, 0, 0, 0]);
    wasm.f32x4.relaxed_madd();
    wasm.drop();
  });
  return relaxedSimd;
}
