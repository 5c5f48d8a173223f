import type { ImageShape, Normalization } from '../data/dataset.ts';
import type { SequentialConfig } from '../model/config.ts';

/** What every preset is told. */
export interface PresetOptions {
  /** `[height, width, channels]` */
  readonly imageShape: ImageShape;
  /** How many classes there are to tell apart. */
  readonly classes: number;
  /** @default byte / 255, as in the lecture */
  readonly normalization?: Normalization;
}

export type Preset = (options: PresetOptions) => SequentialConfig;
