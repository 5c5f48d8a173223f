export type { Backend, Executable, Values } from './backend.ts';
export type { AutomaticChoice } from './backends/gpu/automatic.ts';
export { devicesReleased } from './backends/gpu/releases.ts';
export type { SurveyedMode } from './backends/gpu/survey.ts';
export type { Trial } from './backends/gpu/trial.ts';
export { hasRelaxedSimd, hasSimd } from './backends/wasm/features.ts';
export { measurePeakGflops, type PeakOptions } from './backends/wasm/peak.ts';
export { plannedBytes } from './backends/wasm/plannedBytes.ts';
export { dropThreshold, fmix32, isKept } from './dropout.ts';
export { KernelsError, type KernelsErrorCode } from './errors.ts';
export { activationDefaults, activationFunctions } from './formulas/activations.ts';
export { type WindowExtent, windowExtent } from './geometry.ts';
export {
  type BufferRole,
  type BufferSpec,
  type ElementType,
  elementsOf,
  type Graph,
  sizeOf,
} from './graph.ts';
export type * from './operations.ts';
export {
  type BackendName,
  backendNames,
  chooseAutomatically,
  type SelectOptions,
  selectBackend,
  surveyGpuModes,
  takesTurns,
} from './select.ts';
