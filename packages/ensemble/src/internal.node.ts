// What serves the other packages of this repository and nobody else, under Node: it may change with any version.

export { whileHolding } from './control/runDirectory.node.ts';
export { isComplete, readHistories, readManifest } from './readRun.node.ts';
export { importModules } from './run/moduleUrls.node.ts';
