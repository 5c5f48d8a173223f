// The members' networks in a worker: each compiled once, with its own weights, for batches of up to `maxBatch` rows. An
// `Ensemble` lets members share an executable and writes the weights of each before it runs: less memory, but for a
// batch of one row that writing takes longer than the arithmetic (five members of lecture-cnn: 1.4 ms instead of 0.8).

import { type ImageTarget, type Normalization, Sequential } from '@convoy/core';
import { predictionOf } from '@convoy/ensemble/internal';
import { Ensemble } from '@convoy/ensemble/node';
import { pack } from './slices.ts';
import type { ModelDescription, PredictResult, WorkerSetup } from './tasks.ts';

export interface Networks {
  readonly description: ModelDescription;
  /** What pictures are prepared for. */
  readonly target: ImageTarget;
  /** @param images rows of pixel values 0 … 255 */
  predict(images: Uint8Array | Float32Array): Promise<PredictResult>;
}

/**
 * Reads an ensemble's file, and compiles and runs its networks once.
 * @throws {CoreError | EnsembleError} if the file is damaged or is none
 */
export async function loadNetworks({
  file,
  maxBatch,
  backend,
  abstainBelow,
}: WorkerSetup): Promise<Networks> {
  // A copy, since text cannot be decoded from shared memory.
  const ensemble = await Ensemble.load(file.slice());
  const { classNames, imageShape, combination, dataset } = ensemble;
  const target = { classNames, imageShape, dataset };
  let weightBytes = 0;
  const networks: Sequential[] = [];
  for (let at = 0; at < ensemble.members.length; at++) {
    const { model, weights } = ensemble.networkOf(at);
    const network = new Sequential(model);
    if (backend !== 'auto') network.compile({ backend, loss: null });
    await network.setWeights(weights);
    networks.push(network);
    for (const { data } of weights.values()) weightBytes += data.byteLength;
  }
  const description: ModelDescription = {
    classNames,
    imageShape,
    members: ensemble.members.map(({ member }) => member),
    dataset: dataset.name,
    combination: combination.method,
    temperature: combination.temperature ?? 1,
    weightBytes,
  };
  const options = { batchSize: maxBatch };

  async function predict(images: Uint8Array | Float32Array): Promise<PredictResult> {
    const began = performance.now();
    // The engine normalizes bytes itself.
    const rows =
      images instanceof Uint8Array ? images : normalized(images, networks[0]?.config.normalization);
    const prepared = performance.now();
    const members: Float32Array[] = [];
    for (const network of networks) members.push(await network.predict(rows, options));
    const prediction = predictionOf(combination, members, classNames.length, abstainBelow);
    return {
      packed: pack(prediction),
      count: prediction.count,
      inputMicroseconds: 1000 * (prepared - began),
      inferMicroseconds: 1000 * (performance.now() - prepared),
    };
  }

  // Compiles for full batches, so that no request pays for it.
  const [height, width, channels] = imageShape;
  await predict(new Uint8Array(maxBatch * height * width * channels));
  return { description, target, predict };
}

/** As the engine normalizes bytes, to the bit. */
function normalized(pixels: Float32Array, normalization: Normalization | undefined): Float32Array {
  const { mean, standardDeviation } = normalization ?? { mean: [0], standardDeviation: [1] };
  return Float32Array.from(pixels, (value, at) => {
    const channel = at % mean.length;
    return (value / 255 - (mean[channel] ?? 0)) / (standardDeviation[channel] ?? 1);
  });
}
