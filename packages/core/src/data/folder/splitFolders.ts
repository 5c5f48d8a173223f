// Folders that are splits and not classes: `train` with `val` or `test`, or both.

import { CoreError } from '../../errors.ts';

export interface SplitFolders {
  readonly train: string;
  readonly validation: string | null;
  readonly test: string | null;
}

const validationNames = ['val', 'valid', 'validation'];
const names = { train: ['train', 'training'], validation: validationNames, test: ['test', 'testing'] };

/**
 * Which folders are the splits; null if the folders are classes. Where there is no `test`, `val` is what the ensemble is
 * measured on, and validation images are set aside from `train` as ever: metrics on images that training was steered by
 * would flatter it.
 *
 * @throws {CoreError} `invalid-data` if folders of both kinds lie side by side, or a split has two names
 */
export function splitFoldersOf(folder: string, folders: readonly string[]): SplitFolders | null {
  const find = (known: readonly string[]) => folders.filter((name) => known.includes(name.toLowerCase()));
  const [train, validation, test] = [find(names.train), find(names.validation), find(names.test)];
  const splits = [...train, ...validation, ...test];
  if (train.length === 0 || splits.length < 2) return null;
  const others = folders.filter((name) => !splits.includes(name));
  if (others.length > 0) {
    throw new CoreError(
      'invalid-data',
      `${folder}: beside ${splits.join(' and ')} there is ${others.join(', ')}. Are these splits or classes? For splits, move ` +
        'the others away; for classes, rename train and its like',
    );
  }
  const twice = [train, validation, test].find((found) => found.length > 1);
  if (twice)
    throw new CoreError('invalid-data', `${folder}: one split twice: ${twice.join(' and ')}. Keep one`);
  const [held, own] = [validation[0] ?? null, test[0] ?? null];
  const first = train[0] ?? 'train';
  return own === null
    ? { train: first, validation: null, test: held }
    : { train: first, validation: held, test: own };
}
