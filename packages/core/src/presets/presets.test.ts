import { describe, expect, it } from 'vitest';
import { countParameters, structureOf } from '../model/structure.ts';
import { preset, presetNames } from './list.ts';

const mnist = { imageShape: [28, 28, 1], classes: 10 } as const;
const cifar10 = { imageShape: [32, 32, 3], classes: 10 } as const;

function parameters(name: string, options: Parameters<typeof preset>[1]): number {
  return countParameters(structureOf(preset(name, options)).weights);
}

describe('presets', () => {
  it('fit images of MNIST and of CIFAR-10', () => {
    for (const name of presetNames) {
      expect(structureOf(preset(name, mnist)).outputShape).toEqual([10]);
      expect(structureOf(preset(name, cifar10)).outputShape).toEqual([10]);
    }
  });

  it('have the parameters of their papers', () => {
    expect(parameters('lecture-cnn', mnist)).toBe(93_322);
    expect(parameters('lecture-dense', mnist)).toBe(407_050);
    // 156 + 2,416 (every map connected to every one) + 48,120 + 10,164 + 850, on padded 28×28 as on the paper's 32×32.
    expect(parameters('lenet5', mnist)).toBe(61_706);
    expect(parameters('lenet5', { ...mnist, imageShape: [32, 32, 1] })).toBe(61_706);
    expect(parameters('lenet5', cifar10)).toBe(62_006);
    expect(parameters('mnist-strong', mnist)).toBe(136_106);
    // 1,216 + 8,020 + 10,020 + 3,210.
    expect(parameters('convnetjs-cifar', cifar10)).toBe(22_466);
    // Beside the paper's 1,971,640 and their like at half the width, two moving statistics for each of its 1,152 channels.
    expect(parameters('airbench', cifar10)).toBe(1_971_640 + 2 * 1_152);
    expect(parameters('airbench-quarter', cifar10)).toBe(497_528 + 2 * 576);
  });

  it('take a normalization, and divide by 255 without one', () => {
    const normalization = { mean: [0.1307], standardDeviation: [0.3081] };
    expect(structureOf(preset('lenet5', { ...mnist, normalization })).config.normalization).toEqual(
      normalization,
    );
    expect(structureOf(preset('lenet5', mnist)).config.normalization).toEqual({
      mean: [0],
      standardDeviation: [1],
    });
    expect(structureOf(preset('convnetjs-cifar', cifar10)).config.normalization).toEqual({
      mean: [0.5, 0.5, 0.5],
      standardDeviation: [1, 1, 1],
    });
  });

  it('say which there are', () => {
    expect(() => preset('lenet', mnist)).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: unknown model: lenet. Did you mean lenet5? There are: lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter]`,
    );
    expect(() => preset('resnet-152-large', mnist)).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: unknown model: resnet-152-large. There are: lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter]`,
    );
  });
});
