// A model as a file: its configuration and its weights, and nothing of its training.

import { CoreError } from '../errors.ts';
import { decodeContainer } from '../format/decode.ts';
import { encodeContainer } from '../format/encode.ts';
import { asWeights, type Weights } from '../format/tensor.ts';
import type { SequentialConfig } from '../model/config.ts';
import { Sequential } from './sequential.ts';

const kind = 'model';
const version = 1;

/**
 * The bytes of a model file. The same configuration and weights give the same bytes.
 * @param weights In place of the model's own: an average of them, for example.
 * @throws {CoreError} `not-initialized` if the model has no weights yet.
 */
export async function encodeModel(model: Sequential, weights?: Weights): Promise<Uint8Array> {
  const tensors = weights ?? (await model.getWeights());
  return encodeContainer({ kind, version, header: { config: model.config }, tensors });
}

/**
 * The model of a file, ready to predict; to train or evaluate it, `compile` it first.
 * @throws {CoreError} if the file is damaged, newer, or no model.
 */
export async function decodeModel(bytes: Uint8Array): Promise<Sequential> {
  const { config, weights } = decodeModelContent(bytes);
  const model = new Sequential(config);
  await model.setWeights(weights);
  return model;
}

/** What a model file holds. The configuration is checked by the constructor of `Sequential`. */
export function decodeModelContent(bytes: Uint8Array): {
  readonly config: SequentialConfig;
  readonly weights: Weights;
} {
  const { header, tensors } = decodeContainer(bytes, { kind, version });
  const { config } = header;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new CoreError('corrupt-file', 'corrupt file: it holds no configuration of a model');
  }
  // The constructor checks every field, whatever its static type.
  return { config: config as unknown as SequentialConfig, weights: asWeights(tensors) };
}
