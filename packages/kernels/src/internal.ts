// What serves the other packages of this repository and nobody else: it may change with any version.

export { devicesReleased } from './backends/gpu/releases.ts';
export type { SurveyedMode } from './backends/gpu/survey.ts';
export { hasRelaxedSimd, hasSimd } from './backends/wasm/features.ts';
export { type MultiplyAdd, multiplyAddKind } from './backends/wasm/multiplyAdd.ts';
export { measurePeakGflops } from './backends/wasm/peak.ts';
export { plannedBytes } from './backends/wasm/plannedBytes.ts';
export { activationDefaults, activationFunctions } from './formulas/activations.ts';
export { windowExtent } from './geometry.ts';
export { elementsOf, sizeOf } from './graph.ts';
export { chooseAutomatically, surveyGpuModes, takesTurns } from './select.ts';
