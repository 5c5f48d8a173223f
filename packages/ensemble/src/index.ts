// What runs anywhere, browsers included: prediction, its format and its metrics. `index.node.ts` adds training and files.

export {
  type BenchmarkKernelsOptions,
  benchmarkKernels,
  type KernelMeasurement,
  type KernelsBenchmark,
  type KernelsProgress,
} from './benchmark/benchmarkKernels.ts';
export { type KernelGeometry, kernelGeometries } from './benchmark/kernels/geometries.ts';
export { median, type Spread, spreadOf } from './benchmark/statistics.ts';
export { type Combination, type CombinationName, combinationNames, combine } from './combine/combination.ts';
export { mean } from './combine/mean.ts';
export { Ensemble, type EnsembleOptions, type Prediction, type PredictOptions } from './ensemble.ts';
export { EnsembleError, type EnsembleErrorCode } from './errors.ts';
export type {
  EpochFigures,
  MemberFailure,
  MemberFigures,
  SplitFigures,
  TestFigures,
  TrainEvent,
} from './events.ts';
export type { EnsembleContent, EnsembleMember, TrainedMember } from './file/content.ts';
export { accuracy } from './metrics/accuracy.ts';
export { argMax } from './metrics/argMax.ts';
export { confusionMatrix } from './metrics/confusionMatrix.ts';
export { nll, SMALLEST_PROBABILITY } from './metrics/nll.ts';
export { splitFigures } from './metrics/splitFigures.ts';
export type { EarlyStoppingOptions, TrainEnsembleOptions } from './options.ts';
export { recipe, recipes } from './recipes/list.ts';
export type { Recipe, RecipeFigures } from './recipes/recipe.ts';
export {
  resolveViews,
  type TestTimeAugmentation,
  type ViewSetName,
  viewSetNames,
  type WeightedView,
} from './testTimeAugmentation/views.ts';
