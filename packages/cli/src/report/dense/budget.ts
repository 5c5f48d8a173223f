// How long the network for comparison trains: never longer than the run, and little beside it.

import { analyzeModel, preset, type SequentialConfig } from '@convoy/core';
import type { RunManifest } from '@convoy/ensemble';

export interface CompanionBudget {
  /** The first so many of the training images. */
  readonly images: number;
  readonly epochs: number;
}

/** Two epochs of MNIST, about five seconds of one core. */
const leastMultiplyAdds = 40e9;
/** Of what the run itself took. */
const shareOfRun = 0.02;
/** However long the run was, some half a minute is enough to wait for a report. */
const mostMultiplyAdds = 200e9;

/** Follows from the run's configuration alone, so that the same run is compared with the same network. */
export function companionBudget({ configuration, dataset }: RunManifest): CompanionBudget {
  const { imageShape, classNames, trainingImages } = dataset;
  const dense = preset('lecture-dense', { imageShape, classes: classNames.length });
  const seen = configuration.members * configuration.epochs * trainingImages;
  const share = shareOfRun * seen * multiplyAdds(configuration.model);
  const affordable = Math.min(Math.max(leastMultiplyAdds, share), mostMultiplyAdds) / multiplyAdds(dense);
  const epochs = Math.max(
    1,
    Math.min(Math.ceil(configuration.epochs), Math.floor(affordable / trainingImages)),
  );
  return { images: Math.min(trainingImages, Math.max(1, Math.floor(affordable / epochs))), epochs };
}

function multiplyAdds(model: SequentialConfig): number {
  return analyzeModel(model).multiplyAdds;
}
