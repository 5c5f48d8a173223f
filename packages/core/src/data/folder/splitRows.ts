// Which pictures are tested on, and in which order the others are trained on; drawn from a seed, and from nothing else.

import { createGenerator } from '../../random/generator.ts';
import { deriveSeed } from '../../random/seed.ts';
import type { FolderSettings } from './options.ts';
import type { FolderContent, Picture } from './picture.ts';

export interface SplitRows {
  readonly train: readonly Picture[];
  /** Null where the folder does not say which they are. */
  readonly validationCount: number | null;
  readonly test: readonly Picture[];
}

/**
 * The splits of a folder; validation rows are the last `validationCount` of the training rows. Without test pictures of its own, a part of each class becomes them: at least one where a
 * class has two or more, and never its last. The training rows come in random order, since `validationSplit` sets the
 * last of them aside, which must not be one class.
 */
export function splitRows(
  { train, validation, test, isOrdered }: FolderContent,
  { testSplit, seed }: FolderSettings,
): SplitRows {
  if (test) {
    const ordered = isOrdered ? train : shuffle(train, seed, 'order');
    return validation && validation.length > 0
      ? { train: [...ordered, ...validation], validationCount: validation.length, test }
      : { train: ordered, validationCount: null, test };
  }
  const kept: Picture[] = [];
  const taken: Picture[] = [];
  for (const [label, own] of Map.groupBy(train, (picture) => picture.label)) {
    const shuffled = shuffle(own, seed, 'test', label);
    const count = Math.min(own.length - 1, Math.max(1, Math.round(own.length * testSplit)));
    taken.push(...shuffled.slice(0, count));
    kept.push(...shuffled.slice(count));
  }
  return { train: shuffle(kept, seed, 'order'), validationCount: null, test: taken };
}

function shuffle(
  pictures: readonly Picture[],
  seed: number,
  ...purpose: readonly (string | number)[]
): Picture[] {
  const order = createGenerator(deriveSeed(seed, 'image-folder', ...purpose)).permutation(pictures.length);
  return Array.from(order, (row) => pictures[row]).filter((picture) => picture !== undefined);
}
