// Trained ensembles to and from the formats of other tools.

export { InteropError, type InteropErrorCode } from './errors.ts';
export type { Imported, ImportedNetwork, ImportOptions } from './import/imported.ts';
export { type ImportedRun, type ImportedRunOptions, writeImportedRun } from './import/run.node.ts';
export { exportKeras, type KerasOptions } from './keras/export.ts';
export { importKeras } from './keras/import.ts';
export { exportOnnx, inputLayouts, inputTypes, type OnnxOptions } from './onnx/export.ts';
export { importOnnx } from './onnx/import.ts';
export { exportPytorch, type PytorchFiles, type PytorchOptions } from './pytorch/export.ts';
export { exportSafetensors, type SafetensorsOptions } from './safetensors/export.ts';
export { importSafetensors } from './safetensors/import.ts';
