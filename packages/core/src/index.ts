export { type AugmentationDefinition, readAugmentationOptions } from './data/augmentation/augmentation.ts';
export { Cutout, type CutoutOptions, type CutoutSpec } from './data/augmentation/cutout.ts';
export type { ImageView } from './data/augmentation/imageView.ts';
export {
  type AugmentationSpec,
  augmentationTypes,
  type BuiltInAugmentationSpec,
  defineAugmentation,
  type OwnAugmentationSpec,
} from './data/augmentation/list.ts';
export type { Fill, PixelMap } from './data/augmentation/pixelMap.ts';
export { RandomCrop, type RandomCropOptions, type RandomCropSpec } from './data/augmentation/randomCrop.ts';
export { RandomFlip, type RandomFlipOptions, type RandomFlipSpec } from './data/augmentation/randomFlip.ts';
export {
  RandomRotation,
  type RandomRotationOptions,
  type RandomRotationSpec,
} from './data/augmentation/randomRotation.ts';
export {
  RandomTranslation,
  type RandomTranslationOptions,
  type RandomTranslationSpec,
} from './data/augmentation/randomTranslation.ts';
export { RandomZoom, type RandomZoomOptions, type RandomZoomSpec } from './data/augmentation/randomZoom.ts';
export type { RowDraws } from './data/augmentation/rowDraws.ts';

export { cifar10ClassNames, parseCifar10Batch } from './data/cifar10.ts';
export { createDataset, type DatasetOptions } from './data/createDataset.ts';
export type {
  Dataset,
  DatasetFacts,
  DatasetKind,
  DatasetOrigin,
  ImageShape,
  Normalization,
  Split,
} from './data/dataset.ts';
export { type GlyphsOptions, glyphs } from './data/glyphs/glyphs.ts';
export { type IdxArray, parseIdx } from './data/idx.ts';
export { mnistClassNames, parseMnistSplit } from './data/mnist.ts';
export { type ImageTarget, type PreparedImage, prepareImage, preparePixels } from './data/prepareImage.ts';
export type { Images, Labels, Rows } from './data/rows.ts';
export { type SplitSummary, summarizeDataset } from './data/summary.ts';
export { CoreError, type CoreErrorCode } from './errors.ts';
export type { PlainData } from './format/plainData.ts';
export type { Tensor, Weights } from './format/tensor.ts';
export type { ImageFormat } from './images/codecs/format.ts';
export { provideImageCodecs } from './images/codecs/modules.ts';
export { type Decoded, type DecodeOptions, decodeImage } from './images/decode.ts';
export type { Pixels } from './images/pixels.ts';
export { Activation, type ActivationOptions, type ActivationSpec } from './layers/activation.ts';
export type { LayerActivation } from './layers/activations.ts';
export { AveragePooling2D, type AveragePooling2DSpec } from './layers/averagePooling2d.ts';
export {
  BatchNormalization,
  type BatchNormalizationOptions,
  type BatchNormalizationSpec,
} from './layers/batchNormalization.ts';
export { Conv2D, type Conv2DOptions, type Conv2DSpec } from './layers/conv2d.ts';
export { Dense, type DenseOptions, type DenseSpec } from './layers/dense.ts';
export { Dropout, type DropoutOptions, type DropoutSpec } from './layers/dropout.ts';
export { Flatten, type FlattenSpec } from './layers/flatten.ts';
export { GlobalAveragePooling2D, type GlobalAveragePooling2DSpec } from './layers/globalAveragePooling2d.ts';
export { GlobalMaxPooling2D, type GlobalMaxPooling2DSpec } from './layers/globalMaxPooling2d.ts';
export type { GlobalPoolingOptions } from './layers/globalPooling.ts';
export type { GraphWriter } from './layers/graphWriter.ts';
export { type InitializerName, initializerNames } from './layers/initializers.ts';
export { L2Pooling2D, type L2Pooling2DSpec } from './layers/l2Pooling2d.ts';
export type {
  LayerDefinition,
  LayerSpecBase,
  Lowered,
  LoweringContext,
  Reach,
  WeightSpec,
} from './layers/layer.ts';
export {
  type BuiltInLayerSpec,
  defineLayer,
  type LayerSpec,
  layerTypes,
  type OwnLayerSpec,
} from './layers/list.ts';
export { MaxPooling2D, type MaxPooling2DSpec } from './layers/maxPooling2d.ts';
export { type OptionReader, type Pair, readOptions } from './layers/options.ts';
export {
  type ActivationDefinition,
  type ActivationName,
  type ActivationStep,
  activationNames,
  composedOf,
  defineActivation,
} from './layers/ownActivations.ts';
export type { PoolingOptions } from './layers/pooling.ts';
export { Rescaling, type RescalingOptions, type RescalingSpec } from './layers/rescaling.ts';
export type { Shape } from './layers/shape.ts';
export { named as readName } from './layers/validation.ts';
export {
  type BuiltInMetricSpec,
  defineMetric,
  type MetricSpec,
  type MetricType,
  metricTypes,
  type OwnMetricSpec,
} from './metrics/list.ts';
export type { MetricDefinition, MetricSpecBase } from './metrics/metric.ts';
export {
  TopKCategoricalAccuracy,
  type TopKCategoricalAccuracyOptions,
  type TopKCategoricalAccuracySpec,
} from './metrics/topKCategoricalAccuracy.ts';
export {
  type AnalysisOptions,
  analyzeModel,
  type LayerAnalysis,
  type ModelAnalysis,
} from './model/analysis.ts';
export { buildGraph, type GraphOptions } from './model/buildGraph.ts';
export type { CompileOptions } from './model/compileOptions.ts';
export type { ResolvedConfig, SequentialConfig } from './model/config.ts';
export {
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
  type CategoricalCrossentropySpec,
} from './model/losses/categoricalCrossentropy.ts';
export {
  type BuiltInLossSpec,
  defineLoss,
  type LossName,
  type LossSpec,
  lossNames,
  type OwnLossSpec,
} from './model/losses/list.ts';
export type { LossContext, LossDefinition, LossSpecBase } from './model/losses/loss.ts';
export {
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
  type SparseCategoricalCrossentropySpec,
} from './model/losses/sparseCategoricalCrossentropy.ts';
export { countParameters, type ModelLayer, type ModelStructure, structureOf } from './model/structure.ts';

export { Adadelta, type AdadeltaOptions, type AdadeltaSpec } from './optimizers/adadelta.ts';
export { Adagrad, type AdagradOptions, type AdagradSpec } from './optimizers/adagrad.ts';
export { Adam, type AdamSpec } from './optimizers/adam.ts';
export type { AdamOptions } from './optimizers/adamRule.ts';
export { AdamW, type AdamWSpec } from './optimizers/adamw.ts';
export type { ClippingOptions } from './optimizers/clipping.ts';
export { Lamb, type LambSpec } from './optimizers/lamb.ts';
export { Lion, type LionOptions, type LionSpec } from './optimizers/lion.ts';
export {
  type BuiltInOptimizerSpec,
  defineOptimizer,
  type OptimizerName,
  type OptimizerSpec,
  type OwnOptimizerSpec,
  optimizerNames,
} from './optimizers/list.ts';
export { Nadam, type NadamSpec } from './optimizers/nadam.ts';
export {
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  type UpdateOperands,
} from './optimizers/optimizer.ts';
export type { ParameterGroup, ParameterGroupOptions } from './optimizers/parameterGroups.ts';
export { RMSprop, type RMSpropOptions, type RMSpropSpec } from './optimizers/rmsprop.ts';
export {
  CosineDecay,
  type CosineDecayOptions,
  type CosineDecaySpec,
} from './optimizers/schedules/cosineDecay.ts';
export {
  ExponentialDecay,
  type ExponentialDecayOptions,
  type ExponentialDecaySpec,
} from './optimizers/schedules/exponentialDecay.ts';
export {
  type BuiltInScheduleSpec,
  defineSchedule,
  type LearningRate,
  type OwnScheduleSpec,
  type ScheduleSpec,
} from './optimizers/schedules/list.ts';
export {
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
  type PiecewiseConstantDecaySpec,
} from './optimizers/schedules/piecewiseConstantDecay.ts';
export {
  PiecewiseLinear,
  type PiecewiseLinearOptions,
  type PiecewiseLinearSpec,
} from './optimizers/schedules/piecewiseLinear.ts';
export {
  readScheduleOptions,
  type ScheduleDefinition,
  type ScheduleSpecBase,
} from './optimizers/schedules/schedule.ts';
export { SGD, type SGDOptions, type SGDSpec } from './optimizers/sgd.ts';
export { type PresetName, preset, presetNames } from './presets/list.ts';
export type { PresetOptions } from './presets/preset.ts';
export {
  createGenerator,
  type Generator,
  type GeneratorState,
  restoreGenerator,
} from './random/generator.ts';
export { deriveSeed, type Seed } from './random/seed.ts';

export type { BatchEnd, Callback, CallbackState, EpochEnd, Training } from './training/callbacks/callback.ts';
export {
  EarlyStopping,
  type EarlyStoppingCallback,
  type EarlyStoppingOptions,
} from './training/callbacks/earlyStopping.ts';
export {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from './training/callbacks/exponentialMovingAverage.ts';
export { LearningRateScheduler } from './training/callbacks/learningRateScheduler.ts';
export { Lookahead, type LookaheadOptions } from './training/callbacks/lookahead.ts';
export type { MonitorMode, MonitorOptions } from './training/callbacks/monitor.ts';
export type { ClassWeight } from './training/classWeight.ts';
export type { Evaluation } from './training/evaluate.ts';
export type { FitOptions } from './training/fitOptions.ts';
export type { EpochMetrics, History, MetricName } from './training/history.ts';
export {
  type InspectedWeight,
  type Inspection,
  Inspector,
  type InspectorOptions,
  type LayerInspection,
} from './training/inspector.ts';
export { type LayerOutputsOptions, layerOutputs } from './training/layerOutputs.ts';
export { decodeModel, encodeModel } from './training/save.ts';
export { type BatchOptions, type PredictionOptions, Sequential } from './training/sequential.ts';
export type { TrainingProgress, TrainingState } from './training/state.ts';
