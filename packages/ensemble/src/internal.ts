// What serves the other packages of this repository and nobody else: it may change with any version.

export { benchmarkKernels, type KernelMeasurement } from './benchmark/benchmarkKernels.ts';
export { type KernelGeometry, kernelGeometries } from './benchmark/kernels/geometries.ts';
export { median, type Spread, spreadOf } from './benchmark/statistics.ts';
export { combineUncalibrated } from './combine/combination.ts';
export { memberAfter, waitingMember } from './control/memberStatus.ts';
export { identityOf } from './member/identity.ts';
export { rowsOf, rowsOfRun } from './member/rows.ts';
export { argMax } from './metrics/argMax.ts';
export { SMALLEST_PROBABILITY } from './metrics/nll.ts';
export { type ErrorDecrease, errorDecreases } from './metrics/relativeErrorDecrease.ts';
export { RELIABILITY_BINS } from './metrics/reliability.ts';
export { splitMetrics } from './metrics/splitMetrics.ts';
export { predictionOf } from './prediction.ts';
export { createSpecs } from './run/createSpecs.ts';
export { pageEnvironment } from './run/pageEnvironment.ts';
export { planRun, type RunPlan } from './run/planRun.ts';
export { checkpointKeys, findCheckpoint } from './store/checkpoints.ts';
export { isWeights, memberPrefix } from './store/keys.ts';
export { readFinishedMember } from './store/readMember.ts';
export { locationOf, readText } from './store/runStore.ts';
export { type SavedDataset, saveMember } from './store/saveMember.ts';
