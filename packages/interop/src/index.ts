// Trained ensembles to and from the formats of other tools.

export { InteropError, type InteropErrorCode } from './errors.ts';
export { exportKeras, type KerasOptions } from './keras/export.ts';
export { exportOnnx, inputLayouts, inputTypes, type OnnxOptions } from './onnx/export.ts';
export { exportPytorch, type PytorchFiles, type PytorchOptions } from './pytorch/export.ts';
export { exportSafetensors, type SafetensorsOptions } from './safetensors/export.ts';
