// What the global pooling layers share: one window as large as the feature map, which leaves one number a channel. In
// place of `Flatten` it lets a network take what is in the image, wherever it is (Lin et al. 2013, "Network in Network").

import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { lowerPooling, type PoolingKind } from './pooling.ts';
import { named, requireImages } from './validation.ts';

export interface GlobalPoolingSpec<Type extends string> extends LayerSpecBase {
  readonly type: Type;
}

/** What global pooling layers are told. */
export interface GlobalPoolingOptions {
  readonly name?: string;
}

/** The definition of a global pooling layer that lowers to `kind` and `kind` + `Grad`. */
export function globalPoolingLayer<Type extends string>(
  type: Type,
  defaultName: string,
  kind: PoolingKind,
): LayerDefinition<GlobalPoolingSpec<Type>> {
  return {
    type,
    defaultName,
    create: (options, label) => ({ type, ...named(readOptions(label, options, ['name'])) }),
    outputShape: (_, inputShape, label) => [requireImages(inputShape, label)[2]],

    reach: () => 'everything',

    lower(_, at) {
      const [height, width, channels] = requireImages(at.inputShape, at.name);
      const poolSize = [height, width] as const;
      const window = { poolSize, strides: poolSize, padding: 'valid' } as const;
      // The buffer is a map of one pixel: the same numbers as the vector that the layer gives, as after `Flatten`.
      return lowerPooling(kind, window, at, [1, 1, channels]);
    },
  };
}
