// The lecture's network as an ONNX file, for a peer that cannot make its own.

import { createGenerator, deriveSeed, preset, Sequential, type Weights } from '@convoy/core';
import { Ensemble } from '@convoy/ensemble/node';
import { exportOnnx } from '@convoy/interop';

export interface LectureModel {
  /** Takes `images`, `[batchSize, 1, 28, 28]`, normalized, and gives `probabilities`, `[batchSize, 10]`. */
  readonly file: Uint8Array;
  /** Convoy's own first weights, always the same ones. */
  readonly weights: Weights;
}

export async function lectureModel(batchSize: number): Promise<LectureModel> {
  const model = new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
  model.initialize(createGenerator(deriveSeed(0, 'bench')));
  const weights = await model.getWeights();
  const ensemble = new Ensemble({
    model: model.config,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    dataset: { name: 'none', sha256: '' },
    combination: { method: 'mean' },
    members: [{ member: 0, seed: deriveSeed(0, 'bench'), epochs: 0, accuracy: 0, nll: 0, weights }],
  });
  model.dispose();
  return { file: exportOnnx(ensemble, { layout: 'NCHW', normalize: false, batchSize }), weights };
}
