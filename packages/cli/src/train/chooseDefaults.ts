// Options that follow from a folder's size, for those that were not given: the library's rule, and what the command adds to it,
// the size of the images.

import { CoreError, type Dataset } from '@convoy/core';
import { checkOptions, defaultsFor, keysOf } from '@convoy/ensemble/options';
import { openDataset } from '../data/openDataset.ts';
import { isFolder } from '../data/openFolder.ts';
import { flagNamed } from '../options/flags.ts';
import { type TrainOptions, trainOptions } from '../options/trainOptions.ts';
import { counted, whole } from '../ui/format.ts';
import { wrapText } from '../ui/wrap.ts';

type Values = Readonly<Record<string, unknown>>;

/** An option that was chosen, as its flag with its value, and why. */
export interface Choice {
  readonly option: string;
  readonly value: unknown;
  readonly flag: string;
  readonly why: string;
}

export interface ChosenDefaults {
  readonly options: TrainOptions;
  /** The folder's, which had to be read for the choice. */
  readonly dataset?: Dataset;
  readonly choices: readonly Choice[];
}

/** What images become that differ in size, or are larger than the network that is chosen for a folder is made for. */
const USUAL_SIZE = 48;
const LARGEST_SIZE = 128;

/** Whether a model is chosen if none is given: for folders. A recipe says everything. */
export function modelIsChosen({ dataset, recipe }: Values): boolean {
  return typeof dataset === 'string' && recipe === undefined && isFolder(dataset);
}

/** @param given checked options, without defaults */
export async function chooseDefaults(given: Values): Promise<ChosenDefaults> {
  if (!modelIsChosen(given)) return { options: checkOptions(trainOptions, given), choices: [] };
  // Any model makes the check complete; the folder's own follows.
  const {
    dataset: name,
    dataDir,
    ...folder
  } = checkOptions(trainOptions, { model: 'lecture-cnn', ...given });
  const { dataset, imageSize } = await openSized(name, dataDir, folder);
  const chosen: Values = {
    ...(imageSize !== null && { imageSize }),
    ...defaultsFor(dataset, Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'dataset'))),
  };
  const options = checkOptions(trainOptions, { ...chosen, ...given });
  return { options, dataset, choices: choicesOf(chosen, options, dataset) };
}

async function openSized(
  name: string,
  dataDir: string | null,
  folder: Omit<TrainOptions, 'dataset' | 'dataDir'>,
): Promise<{ readonly dataset: Dataset; readonly imageSize: number | null }> {
  const openAt = (imageSize: TrainOptions['imageSize']) =>
    openDataset(name, dataDir, { ...folder, imageSize });
  if (folder.imageSize !== null) return { dataset: await openAt(folder.imageSize), imageSize: null };
  try {
    const dataset = await openAt(null);
    const [height, width] = dataset.imageShape;
    if (Math.max(height, width) <= LARGEST_SIZE) return { dataset, imageSize: null };
  } catch (error) {
    // Images that differ in size, or are too many of their own; what else is wrong is so at any size, and is said then.
    if (!(error instanceof CoreError && error.code === 'invalid-argument')) throw error;
  }
  return { dataset: await openAt(USUAL_SIZE), imageSize: USUAL_SIZE };
}

function choicesOf(chosen: Values, options: TrainOptions, { train, imageShape }: Dataset): Choice[] {
  const { validationSplit, batchSize, trainCount = train.count } = options;
  const images = Math.min(Math.floor(train.count * (1 - validationSplit)), trainCount);
  const steps = Math.ceil(images / batchSize);
  const reasons: Readonly<Record<string, string>> = {
    imageSize: `images differ in size or are larger than ${LARGEST_SIZE} pixels`,
    model: 'a small network for small images',
    batchSize: `${counted(Math.min(train.count, trainCount), 'training image')}: ${counted(steps, 'weight update')} per epoch`,
    epochs: `up to ${whole(Math.ceil(options.epochs * steps))} weight updates`,
    patience: 'stops a member when its validation loss no longer improves',
    augmentation: `few images: each is varied at random${imageShape[2] === 3 ? '; leave out flip if left and right matter' : ''}`,
  };
  const values: Values = options;
  return keysOf(trainOptions).flatMap((option) => {
    const why = reasons[option];
    if (chosen[option] === undefined || why === undefined) return [];
    const value = values[option];
    const { kind }: { readonly kind: { readonly write?: (value: unknown) => string | null } } =
      trainOptions[option];
    return [
      { option, value, flag: `${flagNamed(option, trainOptions)} ${kind.write?.(value) ?? value}`, why },
    ];
  });
}

/** What was chosen and why, for the start of a run. */
export function choiceLines(choices: readonly Choice[]): string[] {
  if (choices.length === 0) return [];
  const width = Math.max(...choices.map(({ flag }) => flag.length));
  return [
    'Chosen for this folder (options that you give win):',
    ...choices.flatMap(({ flag, why }) => wrapText(`  ${flag.padEnd(width)}  ${why}`)),
    '',
  ];
}
