// What the three pooling layers share: a window that slides over each feature map and leaves one number a position.
// Each layer's own file says which number.

import type { Operation, Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';
import type { LayerDefinition, LayerSpecBase, Lowered, LoweringContext } from './layer.ts';
import { type Pair, readOptions } from './options.ts';
import type { Shape } from './shape.ts';
import { named, requireImages, requireWindowFits } from './validation.ts';

export interface PoolingSpec<Type extends string> extends LayerSpecBase {
  readonly type: Type;
  readonly poolSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

/** What pooling layers are told. */
export interface PoolingOptions {
  /** `[height, width]` of the window, or one number for both. @default 2 */
  readonly poolSize?: number | Pair;
  /** How far the window moves. @default poolSize: windows side by side */
  readonly strides?: number | Pair;
  /** `same` lets windows reach over the border; cells outside the image do not count. @default 'valid' */
  readonly padding?: Padding;
  readonly name?: string;
}

const optionNames = [
  'name',
  'poolSize',
  'strides',
  'padding',
] as const satisfies readonly (keyof PoolingOptions)[];

export type PoolingKind = 'maxPool2d' | 'averagePool2d' | 'l2Pool2d';
type Pooling = Extract<Operation, { kind: PoolingKind }>;
type PoolingGrad = Extract<Operation, { kind: `${PoolingKind}Grad` }>;

/** The definition of a pooling layer that lowers to `kind` and `kind` + `Grad`. */
export function poolingLayer<Type extends string>(
  type: Type,
  defaultName: string,
  kind: PoolingKind,
): LayerDefinition<PoolingSpec<Type>> {
  return {
    type,
    defaultName,

    create(options, label) {
      const read = readOptions(label, options, optionNames);
      const poolSize = read.pair('poolSize', [2, 2]);
      return {
        type,
        ...named(read),
        poolSize,
        strides: read.pair('strides', poolSize),
        padding: read.oneOf('padding', ['valid', 'same'], 'valid'),
      };
    },

    outputShape({ poolSize, strides, padding }, inputShape, label) {
      const [height, width, channels] = requireImages(inputShape, label);
      requireWindowFits('poolSize', poolSize, padding, inputShape, label);
      return [
        windowExtent(height, poolSize[0], strides[0], padding).output,
        windowExtent(width, poolSize[1], strides[1], padding).output,
        channels,
      ];
    },

    reach: ({ poolSize, strides }) => ({ size: poolSize, strides }),

    lower: ({ poolSize, strides, padding }, at) =>
      lowerPooling(kind, { poolSize, strides, padding }, at, at.outputShape),
  };
}

/** Emits the pooling into a buffer of `shape`, its gradient in the backward pass. */
export function lowerPooling(
  kind: PoolingKind,
  window: Pick<Pooling, 'poolSize' | 'strides' | 'padding'>,
  { graph, name, input }: LoweringContext,
  shape: Shape,
): Lowered {
  const output = graph.activation(`${name}/output`, shape);
  graph.emit({ kind, ...window, input, output } satisfies Pooling);
  return {
    output,
    backward(inputGradWanted) {
      if (!inputGradWanted) return;
      const outputGrad = graph.gradientOf(output);
      const inputGrad = graph.gradientOf(input);
      const gradient = { kind: `${kind}Grad`, ...window, input, output, outputGrad, inputGrad } as const;
      graph.emit(gradient satisfies PoolingGrad);
    },
  };
}
