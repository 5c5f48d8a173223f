export type { Backend, Executable, Values } from './backend.ts';
export type { AutomaticChoice } from './backends/gpu/automatic.ts';

export type { Trial } from './backends/gpu/trial.ts';
export { hasRelaxedSimd, hasSimd } from './backends/wasm/features.ts';
export { measurePeakGflops, type PeakOptions } from './backends/wasm/peak.ts';

export { dropThreshold, fmix32, isKept } from './dropout.ts';
export { KernelsError, type KernelsErrorCode } from './errors.ts';

export type { WindowExtent } from './geometry.ts';
export type { BufferRole, BufferSpec, ElementType, Graph } from './graph.ts';
export type * from './operations.ts';
export { type BackendName, backendNames, type SelectOptions, selectBackend } from './select.ts';
