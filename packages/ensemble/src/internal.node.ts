// What serves the other packages of this repository and nobody else, under Node: it may change with any version.

export { benchmarkInference } from './benchmark/benchmarkInference.node.ts';
export {
  benchmarkScaling,
  type ScalingPoint,
  type ScalingProgress,
} from './benchmark/benchmarkScaling.node.ts';
export { benchmarkTraining } from './benchmark/benchmarkTraining.node.ts';
export type { BenchmarkProgress } from './benchmark/progress.ts';
export type { BenchmarkTrainingOptions } from './benchmark/throughput.node.ts';
export { isHeld, type LockHolder, parseHolder, thisHolder } from './control/holder.node.ts';
export { whileHolding } from './control/runDirectory.node.ts';
export { openRunStore } from './control/runLocation.node.ts';
export { isRunUrl } from './control/storeSchemes.ts';
export { isComplete, readHistories, readManifest } from './readRun.node.ts';
export { processorKind } from './run/environment.node.ts';
export { importModules, moduleUrls } from './run/moduleUrls.node.ts';
export { LOCK_FILE } from './store/keys.ts';
