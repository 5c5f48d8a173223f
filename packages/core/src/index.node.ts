// What needs Node: files, downloads, the environment. A plain list; everything else is in `index.ts`.

export { type Downloaded, type DownloadOptions, downloadDataset } from './data/download/download.node.ts';
export type { DownloadProgress } from './data/download/transfer.node.ts';
export type { DataOptions, FoundDataset } from './data/find.node.ts';
export { loadImageFolder } from './data/folder/loadImageFolder.node.ts';
export type { ImageFolderOptions } from './data/folder/options.ts';
export { type ImageTarget, type PreparedImage, prepareImage } from './data/prepareImage.ts';
export {
  type DatasetDefinition,
  type DatasetName,
  datasetNames,
  defineDataset,
  findDataset,
  loadDataset,
  verifyDataset,
} from './data/registry.node.ts';
export type { DatasetDownload, DatasetFile, DatasetPart } from './data/source.ts';
export type { FileStatus, Verification, VerifiedFile } from './data/verify.node.ts';
// As `index.ts` has them: they need nothing of Node.
export { type Decoded, decodeImage } from './images/decode.ts';
export { ModelCheckpoint, type ModelCheckpointOptions } from './training/callbacks/modelCheckpoint.node.ts';
export { Sequential } from './training/sequential.node.ts';
