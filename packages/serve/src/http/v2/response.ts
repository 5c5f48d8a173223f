// An inference response of the Open Inference Protocol: JSON, then the tensors that were asked for in binary.

import type { Prediction } from '@convoy/ensemble';
import type { ModelDescription } from '../../predictor/tasks.ts';
import type { InferRequest } from './request.ts';
import { outputTensors } from './tensors.ts';

export interface InferResponse {
  readonly body: Buffer;
  /** Bytes of JSON at the beginning; null if the body is JSON throughout. */
  readonly headerLength: number | null;
}

export function writeInferResponse(
  name: string,
  version: string,
  model: ModelDescription,
  { id, outputs }: InferRequest,
  prediction: Prediction,
): InferResponse {
  const binary: Uint8Array[] = [];
  const tensors = outputs.map(({ name: output, isBinary }) => {
    const { datatype, shape, values } = outputTensors[output];
    const data = values(prediction);
    const tensor = { name: output, datatype, shape: [prediction.count, ...shape(model)] };
    if (!isBinary) return { ...tensor, data: Array.from(data) };
    binary.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { ...tensor, parameters: { binary_data_size: data.byteLength } };
  });
  const json = JSON.stringify({
    model_name: name,
    model_version: version,
    ...(id !== undefined && { id }),
    outputs: tensors,
  });
  const header = Buffer.from(json);
  if (binary.length === 0) return { body: header, headerLength: null };
  return { body: Buffer.concat([header, ...binary]), headerLength: header.length };
}
