// Trained ensembles to and from the formats of other tools.

export { InteropError, type InteropErrorCode } from './errors.ts';
export { exportOnnx, inputLayouts, inputTypes, type OnnxOptions } from './onnx/export.ts';
