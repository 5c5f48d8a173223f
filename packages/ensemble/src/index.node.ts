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
export { planEnsemble, type TrainingPlan } from './planEnsemble.node.ts';
export { type ResumeOptions, resumeEnsemble } from './resumeEnsemble.node.ts';
export type { ControlCommand } from './run/controlDesk.node.ts';
export { type ControlOptions, controlRun } from './run/controlRun.node.ts';
export { isComplete } from './run/isComplete.node.ts';
export type { RunManifest, RunResult } from './run/manifest.ts';
export { type MemberHistory, readHistories } from './run/readHistories.node.ts';
export { readManifest } from './run/readRun.node.ts';
export { runStatus } from './run/runStatus.node.ts';
export type { MemberStatus, RunStatus } from './run/status.ts';
export { type TrainResult, trainEnsemble } from './trainEnsemble.node.ts';
