// `@convoy/ensemble/options`: the table of options, for programs that read options from flags and files.

export { checkOptions, checkValue } from './check.ts';
export type { ClassWeights } from './classWeight.ts';
export { optionsOfConfiguration, type RunConfiguration } from './configuration.ts';
export { defaultsFor, type FolderDefaults } from './defaultsFor.ts';
export { monitors, shorthandsOf } from './earlyStopping.ts';
export { backendHelp, execution, kernelKinds } from './execution.ts';
export { faultTolerance } from './faultTolerance.ts';
export {
  fraction,
  type Kind,
  listOf,
  oneOf,
  positive,
  probability,
  refusal,
  shown,
  text,
  wholeNumber,
  yesOrNo,
} from './kind.ts';
export type { Loss } from './loss.ts';
export type { Model } from './modelAndData.ts';
export { shorthandsOfOptimizer } from './optimizer.ts';
export {
  type Complete,
  type Determines,
  type Given,
  type HelpGroup,
  keysOf,
  type Option,
  type OptionTable,
  option,
  optional,
  required,
} from './option.ts';
export { type CompleteOptions, keysThatDetermine, type TrainingOptions, trainingOptions } from './table.ts';
