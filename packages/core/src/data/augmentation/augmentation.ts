// Augmentation: small changes to training images that leave their class as it is, drawn anew for every image and epoch.
// An augmentation is plain data, saved with a run; a new one is one file and one line in `list.ts`.

import { type OptionReader, readOptions } from '../../layers/options.ts';
import type { ImageShape } from '../dataset.ts';
import type { PixelMap } from './pixelMap.ts';
import type { RowDraws } from './rowDraws.ts';

/** An augmentation: its options, and what it does to an image. `defineAugmentation` registers one. */
export interface AugmentationDefinition<Spec extends { readonly type: string }> {
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /** @throws {CoreError} `invalid-argument` if it cannot be done to images of this shape. */
  requireFit?(spec: Spec, imageShape: ImageShape): void;
  /** Draws what becomes of one image in one epoch, and adds it to the map. */
  draw(spec: Spec, draws: RowDraws, map: PixelMap): void;
}

/** Options of an augmentation, with the error code of arguments. */
export function readAugmentationOptions(
  type: string,
  options: object,
  known: readonly string[],
): OptionReader {
  return readOptions(type, options, known, 'invalid-argument');
}
