// Shapes of what slides windows over images: convolutions and poolings.

import { windowExtent } from '../geometry.ts';
import type { Operation, OperationKind, Padding, Pair } from '../operations.ts';
import type { Check } from './check.ts';
import { mostPooledCells } from './limits.ts';

interface Window {
  readonly strides: Pair;
  readonly padding: Padding;
}

type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;
type ConvolutionKind = 'conv2d' | 'conv2dInputGrad' | 'conv2dKernelGrad';
type PoolingKind = 'maxPool2d' | 'averagePool2d' | 'l2Pool2d';

/** `fields` are the names under which this operation holds the images, the kernel and the filtered images. */
function checkConvolution(
  operation: OperationOf<ConvolutionKind>,
  check: Check,
  fields: { readonly images: string; readonly kernel: string; readonly filtered: string },
): void {
  const [height, width, channels] = check.rows(fields.images, ['height', 'width', 'channels']);
  const [kernelHeight, kernelWidth, , filters] = check.whole(fields.kernel, [
    'height',
    'width',
    channels,
    'filters',
  ]);
  const [outputHeight, outputWidth] = positions(
    [height, width],
    [kernelHeight, kernelWidth],
    operation,
    check,
  );
  check.rows(fields.filtered, [outputHeight, outputWidth, filters]);
  check.whole('bias', [filters]);
}

function checkPooling(operation: OperationOf<PoolingKind | `${PoolingKind}Grad`>, check: Check): void {
  const [height, width, channels] = check.rows('input', ['height', 'width', 'channels']);
  positive('poolSize', operation.poolSize, check);
  const [outputHeight, outputWidth] = positions([height, width], operation.poolSize, operation, check);
  const window = Math.min(height, operation.poolSize[0]) * Math.min(width, operation.poolSize[1]);
  const cells = outputHeight * outputWidth * channels * window;
  const reads = `windows that read at most ${mostPooledCells} cells per image`;
  check.attribute(
    'poolSize',
    cells <= mostPooledCells,
    reads,
    `${operation.poolSize.join('×')}, which reads ${cells}`,
  );
  check.rows('output', [outputHeight, outputWidth, channels]);
  check.rows('outputGrad', [outputHeight, outputWidth, channels]);
  check.rows('inputGrad', [height, width, channels]);
}

/** The positions that a window takes over images, which must be one at least. */
function positions(images: Pair, size: Pair, window: Window, check: Check): Pair {
  positive('strides', window.strides, check);
  const padding: unknown = window.padding;
  check.attribute('padding', padding === 'valid' || padding === 'same', 'valid or same', padding);
  const output: Pair = [
    windowExtent(images[0], size[0], window.strides[0], window.padding).output,
    windowExtent(images[1], size[1], window.strides[1], window.padding).output,
  ];
  const fits = output[0] >= 1 && output[1] >= 1;
  check.attribute('window', fits, `one that fits in images of ${images.join('×')}`, size.join('×'));
  return output;
}

function positive(field: string, pair: Pair, check: Check): void {
  const met = pair.length === 2 && pair.every((extent) => Number.isInteger(extent) && extent >= 1);
  check.attribute(field, met, 'two whole numbers of at least 1', `[${pair.join(', ')}]`);
}

export const windowRules = {
  conv2d: (operation: OperationOf<'conv2d'>, check: Check) =>
    checkConvolution(operation, check, { images: 'input', kernel: 'kernel', filtered: 'output' }),
  conv2dInputGrad: (operation: OperationOf<'conv2dInputGrad'>, check: Check) =>
    checkConvolution(operation, check, { images: 'inputGrad', kernel: 'kernel', filtered: 'outputGrad' }),
  conv2dKernelGrad: (operation: OperationOf<'conv2dKernelGrad'>, check: Check) =>
    checkConvolution(operation, check, { images: 'input', kernel: 'kernelGrad', filtered: 'outputGrad' }),
  maxPool2d: checkPooling,
  maxPool2dGrad: checkPooling,
  averagePool2d: checkPooling,
  averagePool2dGrad: checkPooling,
  l2Pool2d: checkPooling,
  l2Pool2dGrad: checkPooling,
};
