// What serves the other packages of this repository and nobody else, under Node: it may change with any version.

export { cacheDirectory, dataDirectories } from './data/directories.node.ts';
export { readRegularFile } from './data/readFile.node.ts';
export { makeFolderDurably, writeFileAtomically } from './format/atomicWrite.node.ts';
