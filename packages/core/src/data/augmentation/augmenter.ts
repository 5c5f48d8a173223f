// Draws what becomes of each row of a training in each epoch.

import type { Seed } from '../../random/seed.ts';
import type { ImageShape } from '../dataset.ts';
import type { AugmentationDefinition } from './augmentation.ts';
import { type AugmentationSpec, augmentationDefinition } from './list.ts';
import { PixelMap } from './pixelMap.ts';
import { RowDraws } from './rowDraws.ts';

/** Where the pixels of a row come from; what is returned is overwritten by the next call. */
export type RowMaps = (row: number) => PixelMap;

export class Augmenter {
  readonly #steps: readonly {
    readonly spec: AugmentationSpec;
    readonly definition: AugmentationDefinition<AugmentationSpec>;
  }[];
  readonly #draws: RowDraws;
  readonly #map: PixelMap;

  /** @param augmentation In the order in which they are done. */
  constructor(augmentation: readonly AugmentationSpec[], imageShape: ImageShape, seed: Seed) {
    this.#steps = augmentation.map((spec) => ({ spec, definition: augmentationDefinition(spec.type) }));
    this.#draws = new RowDraws(seed);
    this.#map = new PixelMap(imageShape);
  }

  /** The maps of an epoch, counted from 0; null where there is nothing to do. */
  inEpoch(epoch: number): RowMaps | null {
    return this.#steps.length === 0 ? null : (row) => this.#draw(row, epoch);
  }

  #draw(row: number, epoch: number): PixelMap {
    this.#map.reset();
    for (let i = 0; i < this.#steps.length; i++) {
      const step = this.#steps[i];
      if (step === undefined) continue;
      this.#draws.begin(row, epoch, i);
      step.definition.draw(step.spec, this.#draws, this.#map);
    }
    this.#map.settle();
    return this.#map;
  }
}
