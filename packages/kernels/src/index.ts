export type { Backend, Executable, Values } from './backend.ts';

export type { Trial } from './backends/gpu/trial.ts';

export { KernelsError, type KernelsErrorCode } from './errors.ts';

export type { BufferRole, BufferSpec, ElementType, Graph } from './graph.ts';
export type * from './operations.ts';
export { type BackendName, backendNames, type SelectOptions, selectBackend } from './select.ts';
