// Softmax, its cross-entropy against labels, and the figures that are read beside the loss. Each thread walks its own
// row of classes: there are few, and no thread waits for another.

import type {
  CategoricalAccuracy,
  Mean,
  Softmax,
  SoftmaxCrossEntropy,
  SoftmaxGrad,
} from '../../../operations.ts';
import { type Context, here, type Kernel, only } from '../kernel.ts';

/** Declares `largest` and `sum`, of the exponentials of `name` less the largest, in the thread's row of classes. */
function exponentials(name: string, classes: number): string {
  const element = `${name}[this.thread.z][this.thread.y][c]`;
  return `
    let largest = ${name}[this.thread.z][this.thread.y][0];
    for (let c = 1; c < ${classes}; c++) { largest = Math.max(largest, ${element}); }
    let sum = 0;
    for (let c = 0; c < ${classes}; c++) { sum += Math.exp(${element} - largest); }`;
}

export function softmax({ input, output }: Softmax, context: Context): readonly Kernel[] {
  const [classes] = context.extents(input);
  return [
    {
      output,
      inputs: { input },
      body: `${exponentials('input', classes)}
    return Math.exp(input${here} - largest) / sum;`,
    },
  ];
}

export function softmaxGrad(operation: SoftmaxGrad, context: Context): readonly Kernel[] {
  const { output, outputGrad, inputGrad } = operation;
  const [classes] = context.extents(output);
  return [
    {
      output: inputGrad,
      inputs: { output, outputGrad },
      body: `
    let sum = 0;
    for (let c = 0; c < ${classes}; c++) {
      sum += outputGrad[this.thread.z][this.thread.y][c] * output[this.thread.z][this.thread.y][c];
    }
    return output${here} * (outputGrad${here} - sum);`,
    },
  ];
}

/** Three kernels, or two where no gradient is asked for: a kernel has one output. */
export function softmaxCrossEntropy(operation: SoftmaxCrossEntropy, context: Context): readonly Kernel[] {
  const { logits, labels, probabilities, losses, logitsGrad, labelSmoothing } = operation;
  const [classes] = context.extents(logits);
  const target = (element: string) => `
      let target = ${labelSmoothing / classes};
      if (Math.abs(${element} - labels[this.thread.z][0][0]) < 0.5) { target += ${1 - labelSmoothing}; }`;
  const loss: Kernel = {
    output: losses,
    inputs: { logits, labels },
    body: `${exponentials('logits', classes)}
    const logSum = largest + Math.log(sum);
    let loss = 0;
    for (let c = 0; c < ${classes}; c++) {${target('c')}
      loss += target * (logSum - logits[this.thread.z][0][c]);
    }
    return loss;`,
  };
  const probability = softmax({ kind: 'softmax', input: logits, output: probabilities }, context);
  if (logitsGrad === null) return [...probability, loss];
  const gradient: Kernel = {
    output: logitsGrad,
    inputs: { probabilities, labels },
    body: `${target('this.thread.x')}
    return (probabilities${here} - target) / ${context.rows};`,
  };
  return [...probability, loss, gradient];
}

export function categoricalAccuracy(operation: CategoricalAccuracy, context: Context): readonly Kernel[] {
  const { predictions, labels, matches } = operation;
  const [classes] = context.extents(predictions);
  return [
    {
      output: matches,
      inputs: { predictions, labels },
      body: `
    let best = 0;
    let largest = predictions[this.thread.z][0][0];
    for (let c = 1; c < ${classes}; c++) {
      if (predictions[this.thread.z][0][c] > largest) {
        largest = predictions[this.thread.z][0][c];
        best = c;
      }
    }
    let match = 0;
    if (Math.abs(best - labels[this.thread.z][0][0]) < 0.5) { match = 1; }
    return match;`,
    },
  ];
}

export function mean({ input, output }: Mean, { rows }: Context): readonly Kernel[] {
  return [
    {
      output,
      inputs: { input },
      body: `
    let sum = 0;
    for (let n = 0; n < ${rows}; n++) { sum += input${only.replace('0', 'n')}; }
    return sum / ${rows};`,
    },
  ];
}
