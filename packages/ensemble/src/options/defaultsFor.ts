// Options that follow the size of the data. The defaults of the table suit tens of thousands of images; two hundred pictures
// would make three weight updates with them.

import type { AugmentationSpec, Dataset } from '@convoy/core';
import { usualAugmentations } from './augmentation.ts';
import type { TrainEnsembleOptions } from './trainEnsembleOptions.ts';

/** What `defaultsFor` chooses. */
export type FolderDefaults = Partial<
  Pick<TrainEnsembleOptions, 'model' | 'batchSize' | 'epochs' | 'patience' | 'augmentation'>
>;

/** What the choice depends on. */
type DataSize = Pick<Dataset, 'origin' | 'imageShape' | 'validationCount'> & {
  readonly train: { readonly count: number };
};
type OtherOptions = Partial<Omit<TrainEnsembleOptions, 'dataset'>>;

/** Weight updates that a small network needs to learn a small dataset from random weights. */
const USUAL_UPDATES = 800;
/** With this many training images the defaults of `trainEnsemble` serve. */
const MANY_IMAGES = 50_000;
/** With fewer training images than this they are varied at random. */
const FEW_IMAGES = 10_000;
/** Pixels that the convolutions of `lecture-cnn` need. */
const LEAST_SIDE = 18;
const epochLimits = { least: 10, most: 40 } as const;

/** Images per step for fewer training images than `below`. */
const batchSizes = [
  { below: 250, batchSize: 8 },
  { below: 1000, batchSize: 16 },
  { below: FEW_IMAGES, batchSize: 32 },
  { below: MANY_IMAGES, batchSize: 64 },
] as const;

/**
 * Default options for a dataset that was read from a folder of images. A built-in dataset gets none: its defaults are those of
 * `trainEnsemble`, as is every option that is not chosen here.
 *
 * - `model`: `lecture-cnn`, which suits images of up to 64 × 64 pixels; `lecture-dense` below 18 × 18.
 * - `batchSize`: 8 to 64 by the number of training images. Keras's and fast.ai's tutorials use 32 and 64 for some thousand images;
 *   below that, smaller batches keep the number of updates per epoch up.
 * - `epochs`: as many as make about 800 updates, at least 10 and at most 40; with `patience`, an eighth of them (early stopping).
 * - `augmentation`: below 10,000 images, small rotations and zooms, and horizontal flips of color images, as both tutorials do.
 *
 * @param given options of your own: what they say is not chosen, `patience` is chosen only with `epochs`, and `validationSplit`
 *   determines how many images there are to train on
 * @example
 * const flowers = await loadImageFolder('./flowers', { imageSize: 64 });
 * await trainEnsemble({ model: 'lecture-cnn', ...defaultsFor(flowers), members: 5, dataset: flowers, out: 'runs/flowers' });
 */
export function defaultsFor(dataset: DataSize, given: OtherOptions = {}): FolderDefaults {
  if (dataset.origin === undefined) return {};
  const said: Readonly<Record<string, unknown>> = given;
  const chosen = Object.entries(chosenFor(dataset, given)).filter(([key]) => said[key] === undefined);
  return Object.fromEntries(chosen);
}

function chosenFor(
  { train: { count }, imageShape, validationCount }: DataSize,
  {
    validationSplit = 1 / 6,
    trainCount = count,
    batchSize,
    epochs,
    strategy,
    weights,
    earlyStopping,
    monitor,
  }: OtherOptions,
): FolderDefaults {
  const model = Math.min(imageShape[0], imageShape[1]) < LEAST_SIDE ? 'lecture-dense' : 'lecture-cnn';
  const setAside = validationSplit === 0 ? 0 : (validationCount ?? Math.ceil(count * validationSplit));
  const images = Math.min(count - setAside, trainCount);
  const suitable = batchSizes.find(({ below }) => images < below)?.batchSize;
  if (suitable === undefined) return { model };
  const steps = Math.ceil(images / (batchSize ?? suitable));
  const enough = Math.min(Math.max(Math.ceil(USUAL_UPDATES / steps), epochLimits.least), epochLimits.most);
  // Whoever says how members stop, or trains in cycles, or has nothing to watch, gets no early stopping from here.
  const isOpen = [epochs, weights, earlyStopping, monitor].every((each) => each == null);
  const canStop = isOpen && strategy !== 'snapshot' && setAside > 0;
  return {
    model,
    batchSize: suitable,
    epochs: enough,
    ...(canStop && { patience: Math.ceil(enough / 8) }),
    ...(images < FEW_IMAGES && { augmentation: variations(imageShape[2]) }),
  };
}

/** Mirrored letters and digits are others, and those are gray more often than not. */
function variations(channels: number): readonly AugmentationSpec[] {
  return usualAugmentations(channels === 1 ? ['rotation', 'zoom'] : ['flip', 'rotation', 'zoom']);
}
