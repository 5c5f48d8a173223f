// An inference request of the Open Inference Protocol, read and checked: JSON, or JSON and then binary tensors (Triton's
// binary tensor extension), or, with a header length of 0, one binary tensor alone.

import { badRequest, badRequestOf, ServeError } from '../../errors.ts';
import type { ModelDescription } from '../../predictor/tasks.ts';
import { flatten } from './data.ts';
import { type OutputName, outputNames } from './tensors.ts';

export interface RequestedOutput {
  readonly name: OutputName;
  readonly isBinary: boolean;
}

export interface InferRequest {
  readonly id: string | undefined;
  /** Pixel values 0 … 255, row after row. */
  readonly images: Uint8Array | Float32Array;
  readonly outputs: readonly RequestedOutput[];
}

/**
 * @param header the value of `Inference-Header-Content-Length`, if the request has it
 * @param maxRows that one request may have
 * @throws {ServeError} `invalid-request`, naming the field
 */
export function readInferRequest(
  body: unknown,
  header: string | undefined,
  model: ModelDescription,
  maxRows: number,
): InferRequest {
  if (!(body instanceof Uint8Array) || body.length === 0) {
    throw badRequest('body', 'an inference request in JSON', undefined);
  }
  const jsonBytes = header === undefined ? body.length : headerLength(header, body.length);
  if (jsonBytes === 0) return rawRequest(body, model, maxRows);
  const request = objectOf('body', parseJson(body.subarray(0, jsonBytes)));
  const binary = header === undefined ? null : body.subarray(jsonBytes);
  const { id } = request;
  if (id !== undefined && typeof id !== 'string') throw badRequest('id', 'text', id);
  const input = onlyInput(request.inputs);
  return {
    id,
    images: readImages(input, binary, model, maxRows),
    outputs: readOutputs(request.outputs, isTrue(request.parameters, 'parameters', 'binary_data_output')),
  };
}

function headerLength(header: string, most: number): number {
  const length = /^\d{1,10}$/.test(header) ? Number(header) : Number.NaN;
  if (length <= most) return length;
  throw badRequest('Inference-Header-Content-Length', `a number of bytes from 0 to ${most}`, header);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServeError('invalid-request', `body: expected JSON: ${why}`);
  }
}

/** Bytes of pixels without any JSON: every output in the answer is binary as well. */
function rawRequest(body: Uint8Array, { imageShape }: ModelDescription, maxRows: number): InferRequest {
  const size = sizeOf(imageShape);
  if (body.length % size !== 0) {
    throw badRequestOf('body', `UINT8 images of ${size} bytes each`, `${body.length} bytes`);
  }
  requireRows('body', body.length / size, maxRows);
  return { id: undefined, images: body, outputs: outputNames.map((name) => ({ name, isBinary: true })) };
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(field: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw badRequest(field, 'an object', value);
}

function onlyInput(inputs: unknown): Fields {
  if (!Array.isArray(inputs)) throw badRequest('inputs', 'an array with the tensor "images"', inputs);
  if (inputs.length !== 1) throw badRequestOf('inputs', 'one tensor, "images"', `${inputs.length} tensors`);
  const input = objectOf('inputs[0]', inputs[0]);
  if (input.name !== 'images') throw badRequest('inputs[0].name', '"images"', input.name);
  return input;
}

function readImages(
  input: Fields,
  binary: Uint8Array | null,
  { imageShape }: ModelDescription,
  maxRows: number,
): Uint8Array | Float32Array {
  const { datatype } = input;
  if (datatype !== 'UINT8' && datatype !== 'FP32') {
    throw badRequest('inputs[0].datatype', 'UINT8 or FP32', datatype);
  }
  const count = rowsOf(input.shape, imageShape);
  requireRows('inputs[0].shape', count, maxRows);
  const values = count * sizeOf(imageShape);
  const parameters = input.parameters === undefined ? {} : objectOf('inputs[0].parameters', input.parameters);
  const declared = parameters.binary_data_size;
  if (declared === undefined) {
    if (binary !== null && binary.length > 0) {
      throw badRequest(
        'inputs[0].parameters.binary_data_size',
        `${binary.length}, as the body has`,
        undefined,
      );
    }
    return flatten('inputs[0].data', input.data, values, datatype);
  }
  const bytes = values * (datatype === 'UINT8' ? 1 : 4);
  if (declared !== bytes) {
    throw badRequest(
      'inputs[0].parameters.binary_data_size',
      `${bytes} for this shape and datatype`,
      declared,
    );
  }
  if (binary === null || binary.length !== bytes) {
    const got = `${binary?.length ?? 0} bytes`;
    throw badRequestOf('body', `${bytes} bytes of images after the JSON header`, got);
  }
  if (datatype === 'UINT8') return binary;
  // A copy: the bytes may lie anywhere, floats must not.
  return requirePixels('inputs[0]', new Float32Array(new Uint8Array(binary).buffer));
}

function requirePixels(field: string, values: Float32Array): Float32Array {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!(value >= 0 && value <= 255))
      throw badRequest(`${field}[${at}]`, 'a pixel value from 0 to 255', value);
  }
  return values;
}

function rowsOf(shape: unknown, imageShape: readonly number[]): number {
  const fits =
    Array.isArray(shape) &&
    shape.length === 4 &&
    Number.isSafeInteger(shape[0]) &&
    shape[0] >= 1 &&
    imageShape.every((extent, axis) => shape[axis + 1] === extent);
  if (fits) return shape[0];
  throw badRequest('inputs[0].shape', `[batch, ${imageShape.join(', ')}]`, shape);
}

function requireRows(field: string, rows: number, most: number): void {
  if (rows < 1 || rows > most) throw badRequest(field, `from 1 to ${most} images`, rows);
}

function readOutputs(outputs: unknown, allBinary: boolean): readonly RequestedOutput[] {
  if (outputs === undefined) return outputNames.map((name) => ({ name, isBinary: allBinary }));
  if (!Array.isArray(outputs)) throw badRequest('outputs', 'an array', outputs);
  if (outputs.length > outputNames.length) {
    throw badRequestOf('outputs', `at most ${outputNames.length} tensors`, `${outputs.length} tensors`);
  }
  return outputs.map((value, at) => {
    const field = `outputs[${at}]`;
    const output = objectOf(field, value);
    const name = outputNames.find((known) => known === output.name);
    if (name === undefined) {
      throw badRequest(`${field}.name`, `one of ${outputNames.join(', ')}`, output.name);
    }
    return { name, isBinary: isTrue(output.parameters, `${field}.parameters`, 'binary_data', allBinary) };
  });
}

function isTrue(parameters: unknown, field: string, name: string, otherwise = false): boolean {
  const value = parameters === undefined ? undefined : objectOf(field, parameters)[name];
  if (value === undefined) return otherwise;
  if (typeof value === 'boolean') return value;
  throw badRequest(`${field}.${name}`, 'true or false', value);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
