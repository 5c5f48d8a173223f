// Everything, for Node. A local `Ensemble` that knows files takes the place of the portable one.

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
export { Ensemble } from './ensemble.node.ts';
export * from './index.ts';
export type { RunManifest, RunResult } from './run/manifest.ts';
export { type MemberHistory, readHistories } from './run/readHistories.node.ts';
export { readManifest } from './run/readRun.node.ts';
export { type TrainResult, trainEnsemble } from './trainEnsemble.node.ts';
