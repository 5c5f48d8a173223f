// A run's configuration in the words of `convoy train`.

import type { RunManifest } from '@convoy/ensemble';
import { shorthandsOf } from '@convoy/ensemble/options';

type Values = Readonly<Record<string, unknown>>;

/** The options of the run that a run.json describes; where and how fast it ran is left out. */
export function valuesOfRun({ configuration, dataset }: RunManifest): Values {
  const { folder, imageSize, channels, testSplit, seed: splitSeed } = dataset.origin ?? {};
  const { workers: _, ...values } = plainConfiguration(configuration);
  return {
    dataset: folder ?? dataset.name,
    // The flag says width × height.
    ...(imageSize && { imageSize: `${imageSize[1]}x${imageSize[0]}` }),
    ...(channels && { channels }),
    ...(folder !== undefined && { testSplit, splitSeed }),
    ...values,
  };
}

/**
 * What a file says, as options: null is an option that was not given, `models` several models, and `earlyStopping` becomes the
 * options that say the same one by one, so that a flag can win over each.
 */
export function plainConfiguration(file: object): Values {
  const { models, earlyStopping, ...values } = Object.fromEntries(Object.entries(file));
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return {
    ...(earlyStopping !== undefined && shorthandsOf(earlyStopping, Number(values.epochs))),
    ...Object.fromEntries(given),
    ...(models !== undefined && { model: models }),
  };
}
