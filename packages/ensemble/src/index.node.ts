// What needs Node: training in threads, files, benchmarks of workers. A plain list; everything else is in `index.ts`. Its
// `Ensemble` is the portable one, which also knows files.

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
