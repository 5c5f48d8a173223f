// Convolution (cross-correlation, as in every deep learning library) and its gradients. One product,
// `output[o, f] += input[i, c] · kernel[cell, c, f]`, differentiated by each of its operands.

import type { Conv2d, Conv2dInputGrad, Conv2dKernelGrad } from '../../operations.ts';
import { add, addScaled, at, type Batch, type Cells, dot } from './cells.ts';
import { forEachCell, type Windows, windowsOver } from './windows.ts';

interface Convolution {
  readonly windows: Windows;
  readonly channels: number;
  readonly filters: number;
}

/** From the shapes of the images, `[height, width, in]`, and of the kernel, `[height, width, in, out]`. */
function convolutionOf(
  images: Cells,
  kernel: Cells,
  rows: number,
  attributes: Pick<Conv2d, 'strides' | 'padding'>,
): Convolution {
  const [kernelHeight = 0, kernelWidth = 0, channels = 0, filters = 0] = kernel.shape;
  return { windows: windowsOver(images, rows, [kernelHeight, kernelWidth], attributes), channels, filters };
}

export function conv2d(operation: Conv2d, batch: Batch): void {
  const input = batch.cells(operation.input);
  const kernel = batch.cells(operation.kernel);
  const output = batch.data(operation.output);
  const { windows, channels, filters } = convolutionOf(input, kernel, batch.rows, operation);
  const bias = operation.bias === null ? new Float64Array(filters) : batch.data(operation.bias);
  for (let start = 0; start < output.length; start += filters) output.set(bias, start);
  forEachCell(windows, (o, i, cell) => {
    for (let c = 0; c < channels; c++) {
      const x = at(input.data, i * channels + c);
      addScaled(output, o * filters, x, kernel.data, (cell * channels + c) * filters, filters);
    }
  });
}

export function conv2dInputGrad(operation: Conv2dInputGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const kernel = batch.cells(operation.kernel);
  const inputGrad = batch.cells(operation.inputGrad);
  const { windows, channels, filters } = convolutionOf(inputGrad, kernel, batch.rows, operation);
  inputGrad.data.fill(0);
  forEachCell(windows, (o, i, cell) => {
    for (let c = 0; c < channels; c++) {
      const sum = dot(outputGrad, o * filters, kernel.data, (cell * channels + c) * filters, filters);
      add(inputGrad.data, i * channels + c, sum);
    }
  });
}

export function conv2dKernelGrad(operation: Conv2dKernelGrad, batch: Batch): void {
  const input = batch.cells(operation.input);
  const outputGrad = batch.data(operation.outputGrad);
  const kernelGrad = batch.cells(operation.kernelGrad);
  const { windows, channels, filters } = convolutionOf(input, kernelGrad, batch.rows, operation);
  kernelGrad.data.fill(0);
  forEachCell(windows, (o, i, cell) => {
    for (let c = 0; c < channels; c++) {
      const x = at(input.data, i * channels + c);
      addScaled(kernelGrad.data, (cell * channels + c) * filters, x, outputGrad, o * filters, filters);
    }
  });
}
