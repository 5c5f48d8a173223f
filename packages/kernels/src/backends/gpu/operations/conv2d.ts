// Convolution and its gradients. Long sums are summed part by part, which keeps float32's error small.

import type { Conv2d, Conv2dInputGrad, Conv2dKernelGrad, Padding, Pair } from '../../../operations.ts';
import { type Context, type Kernel, quotient } from '../kernel.ts';
import {
  atCellColumn,
  atCellRow,
  forEachCell,
  forEachCoveringWindow,
  threadPlace,
  windowsOver,
} from './windows.ts';

function convolutionOf(
  context: Context,
  images: string,
  kernel: string,
  attributes: { readonly strides: Pair; readonly padding: Padding },
) {
  const [kernelHeight = 0, kernelWidth = 0, channels = 0, filters = 0] = context.spec(kernel).shape;
  const windows = windowsOver(context.spec(images).shape, [kernelHeight, kernelWidth], attributes);
  return { windows, width: windows.input[1], outputWidth: windows.output[1], kernelWidth, channels, filters };
}

/** A thread is one filter at one place of one row. */
export function conv2d(operation: Conv2d, context: Context): readonly Kernel[] {
  const { input, kernel, bias, output } = operation;
  const { windows, width, outputWidth, kernelWidth, channels } = convolutionOf(
    context,
    input,
    kernel,
    operation,
  );
  return [
    {
      output,
      inputs: { input, kernel, ...(bias === null ? {} : { bias }) },
      body: `${threadPlace('o', outputWidth)}
    let total = ${bias === null ? '0' : 'bias[0][0][this.thread.x]'};${forEachCell(
      windows,
      `
          const place = iy * ${width} + ix;
          const cell = ky * ${kernelWidth} + kx;
          let sum = 0;
          for (let c = 0; c < ${channels}; c++) {
            sum += input[this.thread.z][place][c] * kernel[cell][c][this.thread.x];
          }
          total += sum;`,
    )}
    return total;`,
    },
  ];
}

/** A thread is one channel at one place of one row: it gathers from every window that covers the place. */
export function conv2dInputGrad(operation: Conv2dInputGrad, context: Context): readonly Kernel[] {
  const { outputGrad, kernel, inputGrad } = operation;
  const { windows, width, outputWidth, kernelWidth, filters } = convolutionOf(
    context,
    inputGrad,
    kernel,
    operation,
  );
  return [
    {
      output: inputGrad,
      inputs: { outputGrad, kernel },
      body: `${threadPlace('i', width)}
    let total = 0;${forEachCoveringWindow(
      windows,
      `
            const place = oy * ${outputWidth} + ox;
            const cell = ky * ${kernelWidth} + kx;
            let sum = 0;
            for (let f = 0; f < ${filters}; f++) {
              sum += outputGrad[this.thread.z][place][f] * kernel[cell][this.thread.x][f];
            }
            total += sum;`,
    )}
    return total;`,
    },
  ];
}

/** A thread is one weight: it gathers from every row and every place. */
export function conv2dKernelGrad(operation: Conv2dKernelGrad, context: Context): readonly Kernel[] {
  const { input, outputGrad, kernelGrad } = operation;
  const { windows, width, outputWidth, kernelWidth } = convolutionOf(context, input, kernelGrad, operation);
  const overWidth = `
        let sum = 0;
        for (let ox = 0; ox < ${outputWidth}; ox++) {${atCellColumn(
          windows,
          `sum += input[n][iy * ${width} + ix][this.thread.y] * outputGrad[n][oy * ${outputWidth} + ox][this.thread.x];`,
        )}
        }
        ofRow += sum;`;
  return [
    {
      output: kernelGrad,
      inputs: { input, outputGrad },
      body: `
    const ky = ${quotient('this.thread.z', kernelWidth)};
    const kx = this.thread.z - ky * ${kernelWidth};
    let total = 0;
    for (let n = 0; n < ${context.rows}; n++) {
      let ofRow = 0;
      for (let oy = 0; oy < ${windows.output[0]}; oy++) {${atCellRow(windows, overWidth)}
      }
      total += ofRow;
    }
    return total;`,
    },
  ];
}
