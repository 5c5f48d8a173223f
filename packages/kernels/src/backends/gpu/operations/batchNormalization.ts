// Batch normalization. A channel is the last axis; its sums run over all rows and places, a row's own sum first.

import type {
  BatchNormalization,
  BatchNormalizationInputGrad,
  BatchNormalizationParameterGrad,
  BatchNormalizationStatistics,
} from '../../../operations.ts';
import { type Context, here, type Kernel } from '../kernel.ts';

/** The value of the thread's channel in a buffer with one a channel. */
const ofChannel = '[0][0][this.thread.x]';

/** Declares `total`: `term`, in which `n` and `place` are the element's, summed over the batch. */
function summed(term: string, rows: number, places: number): string {
  return `
    let total = 0;
    for (let n = 0; n < ${rows}; n++) {
      let ofRow = 0;
      for (let place = 0; place < ${places}; place++) {
        ${term}
      }
      total += ofRow;
    }`;
}

const element = 'input[n][place][this.thread.x]';

export function batchNormalizationStatistics(
  operation: BatchNormalizationStatistics,
  context: Context,
): readonly Kernel[] {
  const { input, mean, variance, movingMean, movingVariance, momentum } = operation;
  const [, places] = context.extents(input);
  const count = context.rows * places;
  // Of a single element the variance is 0, whichever way it is counted.
  const correction = operation.unbiasedMovingVariance ? count / Math.max(1, count - 1) : 1;
  return [
    {
      output: mean,
      inputs: { input },
      body: `${summed(`ofRow += ${element};`, context.rows, places)}
    return total / ${count};`,
    },
    {
      output: variance,
      inputs: { input, mean },
      body: `const center = mean${ofChannel};${summed(
        `const distance = ${element} - center; ofRow += distance * distance;`,
        context.rows,
        places,
      )}
    return total / ${count};`,
    },
    moved(movingMean, mean, momentum, 1),
    moved(movingVariance, variance, momentum, correction),
  ];
}

function moved(moving: string, target: string, momentum: number, factor: number): Kernel {
  return {
    output: moving,
    inputs: { moving, target },
    body: `return ${momentum} * moving${here} + ${(1 - momentum) * factor} * target${here};`,
  };
}

/** `1 / √(variance + epsilon)` of the thread's channel. */
function inverseDeviation(epsilon: number): string {
  return `1 / Math.sqrt(variance${ofChannel} + ${epsilon})`;
}

export function batchNormalization(operation: BatchNormalization): readonly Kernel[] {
  const { epsilon, input, mean, variance, gamma, beta, output } = operation;
  return [
    {
      output,
      inputs: {
        input,
        mean,
        variance,
        ...(gamma === null ? {} : { gamma }),
        ...(beta === null ? {} : { beta }),
      },
      body: `
    const inverse = ${inverseDeviation(epsilon)};
    const normalized = (input${here} - mean${ofChannel}) * inverse;
    return normalized${gamma === null ? '' : ` * gamma${ofChannel}`}${beta === null ? '' : ` + beta${ofChannel}`};`,
    },
  ];
}

export function batchNormalizationParameterGrad(
  operation: BatchNormalizationParameterGrad,
  context: Context,
): readonly Kernel[] {
  const { epsilon, input, mean, variance, outputGrad, gammaGrad, betaGrad } = operation;
  const [, places] = context.extents(input);
  const gradient = 'outputGrad[n][place][this.thread.x]';
  return [
    {
      output: gammaGrad,
      inputs: { input, mean, variance, outputGrad },
      body: `
    const center = mean${ofChannel};
    const inverse = ${inverseDeviation(epsilon)};${summed(`ofRow += ${gradient} * (${element} - center);`, context.rows, places)}
    return total * inverse;`,
    },
    {
      output: betaGrad,
      inputs: { outputGrad },
      body: `${summed(`ofRow += ${gradient};`, context.rows, places)}
    return total;`,
    },
  ];
}

export function batchNormalizationInputGrad(
  operation: BatchNormalizationInputGrad,
  context: Context,
): readonly Kernel[] {
  const { epsilon, input, mean, variance, gamma, outputGrad, gammaGrad, betaGrad, inputGrad } = operation;
  const [, places] = context.extents(input);
  return [
    {
      output: inputGrad,
      inputs: {
        input,
        mean,
        variance,
        outputGrad,
        gammaGrad,
        betaGrad,
        ...(gamma === null ? {} : { gamma }),
      },
      body: `
    const inverse = ${inverseDeviation(epsilon)};
    const normalized = (input${here} - mean${ofChannel}) * inverse;
    const throughStatistics = (betaGrad${ofChannel} + normalized * gammaGrad${ofChannel}) / ${context.rows * places};
    return inverse * (outputGrad${here} - throughStatistics)${gamma === null ? '' : ` * gamma${ofChannel}`};`,
    },
  ];
}
