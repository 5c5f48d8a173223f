// What runs anywhere, browsers included: prediction, its format and metrics, and conducting a run on ports of the caller's
// choice. `index.node.ts` has what needs Node: threads and files.

export {
  type Combination,
  type CombinationName,
  type Combine,
  combinationNames,
  combine,
} from './combine/combination.ts';
export { type FitCombinationOptions, fitCombination } from './combine/fit.ts';
export { applyTemperature, fitTemperature } from './combine/temperature.ts';
export type { RunHold } from './control/hold.ts';
export type { MemberStatus, RunStatus } from './control/memberStatus.ts';
export type { ControlCommand } from './control/requests.ts';
export { Ensemble, type EnsembleOptions, type PredictOptions } from './ensemble.ts';
export { EnsembleError, type EnsembleErrorCode } from './errors.ts';
export {
  type CalibrationMetrics,
  type EnsembleReport,
  type EvaluateMembersOptions,
  evaluateMembers,
} from './evaluation/evaluateMembers.ts';
export type {
  EpochMetrics,
  MemberFailure,
  MemberMetrics,
  SplitMetrics,
  TestMetrics,
  TrainEvent,
} from './events.ts';
export type {
  CreateExecutor,
  Executor,
  ExecutorContext,
  ExecutorReport,
  RunningMember,
} from './executor/executor.ts';
export { inProcessExecutor } from './executor/inProcessExecutor.ts';
export { type MemberSurroundings, performMember } from './executor/performMember.ts';
export { createReportQueue, type ReportQueue } from './executor/reportQueue.ts';
export type { EnsembleContent, EnsembleMember, TrainedMember } from './file/content.ts';
export type { DatasetRows } from './member/rows.ts';
export { type MemberControl, type MemberReport, MemberSession } from './member/session.ts';
export type {
  CheckpointSchedule,
  DataSpec,
  MemberOutcome,
  MemberResult,
  MemberSeeds,
  MemberSpec,
  RowRange,
  SplitPredictions,
  StartPoint,
} from './member/spec.ts';
export { createLocalSwitch, type MemberSwitch } from './member/switch.ts';
export { accuracy } from './metrics/accuracy.ts';

export { brierScore } from './metrics/brier.ts';
export { type ClassMetrics, classMetrics } from './metrics/classMetrics.ts';
export { confidences } from './metrics/confidence.ts';
export { confusionMatrix } from './metrics/confusionMatrix.ts';
export { disagreementMatrix, meanDisagreement } from './metrics/disagreement.ts';
export { type Diversity, diversity } from './metrics/diversity.ts';
export { type MacroAverages, macroAverages } from './metrics/macroAverages.ts';
export { type MeanAndDeviation, meanAndDeviation, type QualitySpread } from './metrics/meanAndDeviation.ts';
export { type MemberCurvePoint, memberCurve } from './metrics/memberCurve.ts';
export { nll } from './metrics/nll.ts';
export { type QualityMetrics, qualityMetrics } from './metrics/qualityMetrics.ts';
export { type RejectPoint, rejectCurve } from './metrics/rejectCurve.ts';
export { relativeErrorDecrease } from './metrics/relativeErrorDecrease.ts';
export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './metrics/reliability.ts';

export { topKAccuracy } from './metrics/topKAccuracy.ts';
export { entropies, mutualInformation } from './metrics/uncertainty.ts';
export type { RunConfiguration, TrainingConfig } from './options/configuration.ts';
export { defaultsFor, type FolderDefaults } from './options/defaultsFor.ts';
export type { ReliabilityOptions } from './options/reliability.ts';
export { type StrategyName, strategyNames } from './options/strategyNames.ts';
export type { EarlyStoppingOptions, TrainEnsembleOptions } from './options/trainEnsembleOptions.ts';
export { ABSTAINED, type ImagePrediction, type NamedPrediction, type Prediction } from './prediction.ts';
export { recipe, recipes } from './recipes/list.ts';
export type { Recipe, RecipeMetrics } from './recipes/recipe.ts';
export type { RunEnvironment } from './run/describeRun.ts';
export { type ResumeOptions, resumeOn, type TrainPorts, type TrainResult, trainOn } from './run/trainOn.ts';
export type { RunManifest, RunResult } from './store/manifest.ts';
export { memoryStore } from './store/memoryStore.ts';
export type { MemberHistory } from './store/readHistories.ts';
export type { RunStore, WriteOptions } from './store/runStore.ts';
export { type TestTimeAugmentation, type ViewSetName, viewSetNames } from './testTimeAugmentation/views.ts';
