// The dense layer and its gradients, and the gradient of any layer's bias.

import type { BiasGrad, Dense, DenseInputGrad, DenseKernelGrad } from '../../../operations.ts';
import { type Context, type Kernel, quotient } from '../kernel.ts';

/** A thread is one unit of one row. */
export function dense(operation: Dense, context: Context): readonly Kernel[] {
  const { input, kernel, bias, output } = operation;
  const [channels, places] = context.extents(input);
  const [units] = context.extents(kernel);
  return [
    {
      output,
      inputs: { input, kernel, ...(bias === null ? {} : { bias }) },
      forms: { output: [units, 1, context.rows] },
      body: `
    let total = ${bias === null ? '0' : 'bias[0][0][this.thread.x]'};
    for (let place = 0; place < ${places}; place++) {
      let sum = 0;
      for (let c = 0; c < ${channels}; c++) {
        sum += input[this.thread.z][place][c] * kernel[0][place * ${channels} + c][this.thread.x];
      }
      total += sum;
    }
    return total;`,
    },
  ];
}

export function denseInputGrad(operation: DenseInputGrad, context: Context): readonly Kernel[] {
  const { outputGrad, kernel, inputGrad } = operation;
  const [units] = context.extents(kernel);
  const [channels] = context.extents(inputGrad);
  return [
    {
      output: inputGrad,
      inputs: { outputGrad, kernel },
      forms: { outputGrad: [units, 1, context.rows] },
      body: `
    const i = this.thread.y * ${channels} + this.thread.x;
    let sum = 0;
    for (let f = 0; f < ${units}; f++) {
      sum += outputGrad[this.thread.z][0][f] * kernel[0][i][f];
    }
    return sum;`,
    },
  ];
}

export function denseKernelGrad(operation: DenseKernelGrad, context: Context): readonly Kernel[] {
  const { input, outputGrad, kernelGrad } = operation;
  const [channels] = context.extents(input);
  const [units] = context.extents(kernelGrad);
  return [
    {
      output: kernelGrad,
      inputs: { input, outputGrad },
      forms: { outputGrad: [units, 1, context.rows] },
      body: `
    const place = ${quotient('this.thread.y', channels)};
    const c = this.thread.y - place * ${channels};
    let sum = 0;
    for (let n = 0; n < ${context.rows}; n++) {
      sum += input[n][place][c] * outputGrad[n][0][this.thread.x];
    }
    return sum;`,
    },
  ];
}

export function biasGrad({ outputGrad, biasGrad: output }: BiasGrad, context: Context): readonly Kernel[] {
  const [, places] = context.extents(outputGrad);
  return [
    {
      output,
      inputs: { outputGrad },
      body: `
    let total = 0;
    for (let n = 0; n < ${context.rows}; n++) {
      let ofRow = 0;
      for (let place = 0; place < ${places}; place++) {
        ofRow += outputGrad[n][place][this.thread.x];
      }
      total += ofRow;
    }
    return total;`,
    },
  ];
}
