// What needs Node: training in threads, files, benchmarks of workers. A plain list; everything else is in `index.ts`. Its
// `Ensemble` is the portable one, which also knows files.

export { benchmarkInference } from './benchmark/benchmarkInference.node.ts';
export {
  type BenchmarkScalingOptions,
  benchmarkScaling,
  type ScalingBenchmark,
  type ScalingPoint,
  type ScalingProgress,
} from './benchmark/benchmarkScaling.node.ts';
export { benchmarkTraining } from './benchmark/benchmarkTraining.node.ts';
export type { BenchmarkProgress } from './benchmark/progress.ts';
export type {
  BenchmarkInferenceOptions,
  BenchmarkTrainingOptions,
  ThroughputBenchmark,
} from './benchmark/throughput.node.ts';
export { type ControlOptions, controlRun } from './control/controlRun.node.ts';

export type { RunLock } from './control/hold.ts';
export type { LockHolder } from './control/holder.node.ts';
export { runStatus } from './control/runStatus.node.ts';
export { defineStoreScheme, type StoreScheme } from './control/storeSchemes.ts';
export { Ensemble } from './ensemble.node.ts';
export { type ThreadExecutor, threadExecutor } from './executor/threads/threadExecutor.node.ts';
export { planEnsemble, type TrainingPlan } from './planEnsemble.node.ts';

export { type ResumeOptions, resumeEnsemble } from './resumeEnsemble.node.ts';

export { type FileStore, fileStore } from './store/fileStore.node.ts';
export {
  type PortOptions,
  type TrainOptions,
  type TrainResult,
  trainEnsemble,
} from './trainEnsemble.node.ts';
