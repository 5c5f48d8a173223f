import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { structureOf } from '../model/structure.ts';
import { Activation } from './activation.ts';
import { AveragePooling2D } from './averagePooling2d.ts';
import { BatchNormalization } from './batchNormalization.ts';
import { Conv2D } from './conv2d.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { Flatten } from './flatten.ts';
import { GlobalAveragePooling2D } from './globalAveragePooling2d.ts';
import { GlobalMaxPooling2D } from './globalMaxPooling2d.ts';
import { L2Pooling2D } from './l2Pooling2d.ts';
import { type LayerSpec, parseLayer } from './list.ts';
import { MaxPooling2D } from './maxPooling2d.ts';
import { Rescaling } from './rescaling.ts';

/** The output shape of layers after an input. */
function shapeAfter(inputShape: readonly [number, number, number], ...layers: LayerSpec[]) {
  return structureOf({ inputShape, layers }).outputShape;
}

/** The message of the error that a call throws. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(CoreError);
    return (error as CoreError).message;
  }
  throw new Error('expected an error');
}

describe('layer specifications', () => {
  it('are plain data with every default explicit', () => {
    expect(Conv2D({ filters: 32, kernelSize: 3 })).toEqual({
      type: 'Conv2D',
      filters: 32,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
      trainable: true,
    });
    expect(MaxPooling2D({ poolSize: [2, 3] })).toMatchObject({ poolSize: [2, 3], strides: [2, 3] });
    expect(BatchNormalization()).toMatchObject({ momentum: 0.99, epsilon: 1e-3, center: true, scale: true });
  });

  it('hold the options of the activation that they name, and of no other', () => {
    expect(Activation({ activation: 'relu' })).toEqual({ type: 'Activation', activation: 'relu' });
    expect(Activation({ activation: 'elu' })).toEqual({ type: 'Activation', activation: 'elu', alpha: 1 });
    expect(Activation({ activation: 'leakyRelu' })).toMatchObject({ negativeSlope: 0.2 });
    expect([
      messageOf(() => Activation({ activation: 'relu', alpha: 1 })),
      messageOf(() => Activation({ activation: 'leakyRelu', negativeSlope: -1 })),
    ]).toMatchInlineSnapshot(`
      [
        "Activation: unknown option alpha. There are: name, activation",
        "Activation: negativeSlope: expected a number of at least 0, found -1",
      ]
    `);
  });

  it('survive JSON and being read again', () => {
    const layers: LayerSpec[] = [
      Activation({ activation: 'elu', alpha: 0.5 }),
      Activation({ activation: 'leakyRelu', negativeSlope: 0.01 }),
      Conv2D({ filters: 4, kernelSize: [3, 5], strides: 2, padding: 'same', name: 'first' }),
      MaxPooling2D(),
      AveragePooling2D({ poolSize: 3, strides: 1 }),
      L2Pooling2D(),
      BatchNormalization({ scale: false }),
      BatchNormalization({ unbiasedMovingVariance: true, trainable: false }),
      GlobalMaxPooling2D({ name: 'largest' }),
      GlobalAveragePooling2D(),
      Rescaling({ scale: 1 / 9 }),
      Dropout({ rate: 0.25 }),
      Activation({ activation: 'gelu' }),
      Flatten(),
      Dense({ units: 3, useBias: false, kernelInitializer: 'heNormal', trainable: false }),
    ];
    const read = JSON.parse(JSON.stringify(layers)).map((layer: unknown, i: number) =>
      parseLayer(layer, i + 1),
    );
    expect(read).toEqual(layers);
  });

  it('may leave out defaults in a file', () => {
    expect(parseLayer({ type: 'Dense', units: 10 }, 1)).toEqual(Dense({ units: 10 }));
  });
});

describe('output shapes', () => {
  it('of convolutions follow kernel, stride and padding', () => {
    const conv = { filters: 7, kernelSize: [3, 5] as const };
    expect(shapeAfter([10, 12, 2], Conv2D(conv))).toEqual([8, 8, 7]);
    expect(shapeAfter([10, 12, 2], Conv2D({ ...conv, padding: 'same' }))).toEqual([10, 12, 7]);
    expect(shapeAfter([10, 12, 2], Conv2D({ ...conv, strides: [2, 3] }))).toEqual([4, 3, 7]);
    expect(shapeAfter([10, 12, 2], Conv2D({ ...conv, strides: 3, padding: 'same' }))).toEqual([4, 4, 7]);
  });

  it('of pooling keep the channels', () => {
    expect(shapeAfter([5, 5, 3], MaxPooling2D())).toEqual([2, 2, 3]);
    expect(shapeAfter([5, 5, 3], AveragePooling2D({ padding: 'same' }))).toEqual([3, 3, 3]);
    expect(shapeAfter([5, 5, 3], L2Pooling2D({ poolSize: 3, strides: 2 }))).toEqual([2, 2, 3]);
  });

  it('of global pooling is one number a channel', () => {
    expect(shapeAfter([5, 4, 3], GlobalMaxPooling2D())).toEqual([3]);
    expect(shapeAfter([5, 4, 3], GlobalAveragePooling2D())).toEqual([3]);
    expect(shapeAfter([5, 4, 3], Rescaling({ scale: 2 }), GlobalMaxPooling2D())).toEqual([3]);
  });

  it('of Flatten is the number of values', () => {
    expect(shapeAfter([4, 5, 3], Flatten())).toEqual([60]);
  });
});

describe('weights', () => {
  it('are named by layer, counted from 1 for each type', () => {
    const { weights } = structureOf({
      inputShape: [8, 8, 3],
      layers: [
        Conv2D({ filters: 4, kernelSize: 3 }),
        BatchNormalization(),
        Conv2D({ filters: 5, kernelSize: [1, 2], useBias: false }),
        Flatten(),
        Dense({ units: 2, name: 'head' }),
      ],
    });
    expect(weights.map(({ name, shape, role }) => `${name} ${shape} ${role}`)).toMatchInlineSnapshot(`
      [
        "conv2d_1/kernel 3,3,3,4 parameter",
        "conv2d_1/bias 4 parameter",
        "batch_normalization_1/gamma 4 parameter",
        "batch_normalization_1/beta 4 parameter",
        "batch_normalization_1/movingMean 4 state",
        "batch_normalization_1/movingVariance 4 state",
        "conv2d_2/kernel 1,2,4,5 parameter",
        "head/kernel 150,2 parameter",
        "head/bias 2 parameter",
      ]
    `);
  });
});

describe('errors', () => {
  it('of options name the layer, what was expected and what was found', () => {
    const messages = [
      messageOf(() => Conv2D({ filters: -3, kernelSize: 3 })),
      messageOf(() => Conv2D({ filters: 3, kernelSize: [3, 0], name: 'edges' })),
      messageOf(() => Dense({ units: 10, activation: 'rely' as 'relu' })),
      messageOf(() => Dense({ units: 10, name: 'a/b' })),
      messageOf(() => Dropout({ rate: 1 })),
      messageOf(() => Rescaling({ scale: 1, offset: -1 } as { scale: number })),
      messageOf(() => GlobalMaxPooling2D({ poolSize: 2 } as object)),
      messageOf(() => parseLayer({ type: 'Conv2D', filters: 3 }, 2)),
      messageOf(() => parseLayer({ type: 'Conv2D', filters: 3, kernelSize: 3, stride: 2 }, 2)),
      messageOf(() => parseLayer({ type: 'MaxPool2D' }, 4)),
      messageOf(() => parseLayer('Flatten', 1)),
    ];
    expect(messages).toMatchInlineSnapshot(`
      [
        "Conv2D: filters: expected a whole number above 0, found -3",
        "edges (Conv2D): kernelSize: expected a whole number above 0, or a pair of them, found [3,0]",
        "Dense: activation: expected one of linear, relu, sigmoid, tanh, gelu, elu, leakyRelu, silu, softplus, softmax, found "rely"",
        "a/b (Dense): name: expected a word without spaces or /, found "a/b"",
        "Dropout: rate: expected a number from 0 up to, not including, 1, found 1",
        "Rescaling: unknown option offset. There are: name, scale",
        "GlobalMaxPooling2D: unknown option poolSize. There are: name",
        "layer 2, Conv2D: kernelSize: expected a whole number above 0, or a pair of them, it is missing",
        "layer 2, Conv2D: unknown option stride. Did you mean strides? There are: name, filters, kernelSize, strides, padding, activation, useBias, kernelInitializer, biasInitializer, trainable",
        "layer 4: unknown type of layer: MaxPool2D. Did you mean MaxPooling2D? There are: Conv2D, MaxPooling2D, AveragePooling2D, L2Pooling2D, GlobalMaxPooling2D, GlobalAveragePooling2D, Flatten, Dense, Dropout, Activation, BatchNormalization, Rescaling",
        "layer 1: expected a layer such as Dense({ units: 10 }), found "Flatten"",
      ]
    `);
  });

  it('of shapes name the layer, what was expected and what was found', () => {
    const conv = Conv2D({ filters: 2, kernelSize: 3 });
    const messages = [
      messageOf(() => shapeAfter([8, 8, 1], conv, Dense({ units: 10 }))),
      messageOf(() => shapeAfter([8, 8, 1], Flatten(), conv)),
      messageOf(() => shapeAfter([8, 8, 1], Flatten(), GlobalAveragePooling2D())),
      messageOf(() => shapeAfter([8, 2, 1], conv)),
      messageOf(() => shapeAfter([1, 1, 1], MaxPooling2D())),
      messageOf(() => shapeAfter([8, 8, 1], Dropout({ rate: 0.1, name: 'x' }), Flatten({ name: 'x' }))),
      messageOf(() => structureOf({ inputShape: [28, 28] as never, layers: [Flatten()] })),
      messageOf(() => structureOf({ inputShape: [28, 28, 1], layers: [] })),
      messageOf(() =>
        structureOf({
          inputShape: [2, 2, 3],
          layers: [Flatten()],
          normalization: { mean: [0], standardDeviation: [1] },
        }),
      ),
    ];
    expect(messages).toMatchInlineSnapshot(`
      [
        "dense_1 (Dense): expected a vector [features], found [6, 6, 2]. Put Flatten() before it",
        "conv2d_1 (Conv2D): expected [height, width, channels], found [64]. Put it before Flatten and Dense",
        "global_average_pooling2d_1 (GlobalAveragePooling2D): expected [height, width, channels], found [64]. Put it before Flatten and Dense",
        "conv2d_1 (Conv2D): expected an input of at least 3×3 for kernelSize [3, 3], found [8, 2, 1]. Make kernelSize smaller, or use padding: 'same'",
        "max_pooling2d_1 (MaxPooling2D): expected an input of at least 2×2 for poolSize [2, 2], found [1, 1, 1]. Make poolSize smaller, or use padding: 'same'",
        "layer 2: another layer is named x too: rename one",
        "model sequential: inputShape: expected [height, width, channels], such as [28, 28, 1], found [28,28]",
        "model sequential: expected a list of layers, found none",
        "model sequential: normalization: expected mean and standardDeviation (not 0) of 3 channels, found {"mean":[0],"standardDeviation":[1]}",
      ]
    `);
  });

  it('are none for a kernel that fits with padding same only', () => {
    expect(shapeAfter([2, 2, 1], Conv2D({ filters: 2, kernelSize: 5, padding: 'same' }))).toEqual([2, 2, 2]);
  });
});
