// The three poolings, and what their kernels share: a thread is one channel at one place, of the pooled map going
// forward, of the image going back, where it gathers from every window that covers it.

import type {
  AveragePool2d,
  AveragePool2dGrad,
  L2Pool2d,
  L2Pool2dGrad,
  MaxPool2d,
  MaxPool2dGrad,
} from '../../../operations.ts';
import { type Context, here, type Kernel } from '../kernel.ts';
import { forEachCell, forEachCoveringWindow, threadPlace, type Windows, windowsOver } from './windows.ts';

type Forward = MaxPool2d | AveragePool2d | L2Pool2d;
type Backward = MaxPool2dGrad | AveragePool2dGrad | L2Pool2dGrad;

function windowsOf(operation: Forward | Backward, context: Context): Windows {
  return windowsOver(context.spec(operation.input).shape, operation.poolSize, operation);
}

function forward(
  operation: Forward,
  context: Context,
  { start, cell, end }: { start: string; cell: string; end: string },
): readonly Kernel[] {
  const windows = windowsOf(operation, context);
  return [
    {
      output: operation.output,
      inputs: { input: operation.input },
      body: `${threadPlace('o', windows.output[1])}
    ${start}${forEachCell(
      windows,
      `
          const value = input[this.thread.z][iy * ${windows.input[1]} + ix][this.thread.x];
          ${cell}`,
    )}
    ${end}`,
    },
  ];
}

export function maxPool2d(operation: MaxPool2d, context: Context): readonly Kernel[] {
  const start = 'let largest = -3.4e38;';
  return forward(operation, context, {
    start,
    cell: 'largest = Math.max(largest, value);',
    end: 'return largest;',
  });
}

export function averagePool2d(operation: AveragePool2d, context: Context): readonly Kernel[] {
  const start = 'let sum = 0; let count = 0;';
  return forward(operation, context, {
    start,
    cell: 'sum += value; count += 1;',
    end: 'return sum / count;',
  });
}

export function l2Pool2d(operation: L2Pool2d, context: Context): readonly Kernel[] {
  const start = 'let sum = 0;';
  return forward(operation, context, { start, cell: 'sum += value * value;', end: 'return Math.sqrt(sum);' });
}

/** The place in the pooled map of the covering window, in that loop. */
const windowPlace = (windows: Windows) => `const place = oy * ${windows.output[1]} + ox;`;

/** Looks through the whole window: the gradient is this cell's if none before it is as large and none after larger. */
export function maxPool2dGrad(operation: MaxPool2dGrad, context: Context): readonly Kernel[] {
  const { input, outputGrad, inputGrad } = operation;
  const windows = windowsOf(operation, context);
  const [height, width] = windows.input;
  const { size, strides, before } = windows;
  return [
    {
      output: inputGrad,
      inputs: { input, outputGrad },
      body: `${threadPlace('i', width)}
    const value = input${here};
    let total = 0;${forEachCoveringWindow(
      windows,
      `
            ${windowPlace(windows)}
            let wins = 1;
            for (let j = 0; j < ${size[0]}; j++) {
              const cellY = oy * ${strides[0]} + j - ${before[0]};
              for (let i = 0; i < ${size[1]}; i++) {
                const cellX = ox * ${strides[1]} + i - ${before[1]};
                if (cellY >= 0 && cellY < ${height} && cellX >= 0 && cellX < ${width}) {
                  const other = input[this.thread.z][cellY * ${width} + cellX][this.thread.x];
                  if (other > value) { wins = 0; }
                  if (other === value && j * ${size[1]} + i < ky * ${size[1]} + kx) { wins = 0; }
                }
              }
            }
            total += wins * outputGrad[this.thread.z][place][this.thread.x];`,
    )}
    return total;`,
    },
  ];
}

export function averagePool2dGrad(operation: AveragePool2dGrad, context: Context): readonly Kernel[] {
  const { outputGrad, inputGrad } = operation;
  const windows = windowsOf(operation, context);
  const { size, strides, before, input } = windows;
  const covered = (o: string, axis: 0 | 1) => {
    const first = `${o} * ${strides[axis]} - ${before[axis]}`;
    return `(Math.min(${first} + ${size[axis]}, ${input[axis]}) - Math.max(${first}, 0))`;
  };
  return [
    {
      output: inputGrad,
      inputs: { outputGrad },
      body: `${threadPlace('i', input[1])}
    let total = 0;${forEachCoveringWindow(
      windows,
      `
            ${windowPlace(windows)}
            const count = ${covered('oy', 0)} * ${covered('ox', 1)};
            total += outputGrad[this.thread.z][place][this.thread.x] / count;`,
    )}
    return total;`,
    },
  ];
}

export function l2Pool2dGrad(operation: L2Pool2dGrad, context: Context): readonly Kernel[] {
  const { input, output, outputGrad, inputGrad } = operation;
  const windows = windowsOf(operation, context);
  return [
    {
      output: inputGrad,
      inputs: { input, output, outputGrad },
      body: `${threadPlace('i', windows.input[1])}
    const value = input${here};
    let total = 0;${forEachCoveringWindow(
      windows,
      `
            ${windowPlace(windows)}
            const root = output[this.thread.z][place][this.thread.x];
            if (root > 0) { total += outputGrad[this.thread.z][place][this.thread.x] * value / root; }`,
    )}
    return total;`,
    },
  ];
}
