// Shapes of the loss, the figures read beside it, and the optimizers.

import type {
  ClipNorm,
  ClipValue,
  Operation,
  OptimizerOperation,
  SgdStep,
  SoftmaxCrossEntropy,
} from '../operations.ts';
import type { Check } from './check.ts';

/** All that an optimizer holds of a parameter is shaped like it; rates are scalars. */
function checkStep(operation: OptimizerOperation, check: Check): void {
  const shape = check.buffer('parameter')?.shape ?? [];
  for (const field of ['parameter', 'momentum', 'velocity', 'stepVelocity']) check.whole(field, shape);
  check.elements('gradient', shape, false);
  check.whole('learningRate', []);
  check.whole('alpha', []);
  const { weightDecay } = operation;
  check.attribute('weightDecay', weightDecay >= 0, 'a number of at least 0', weightDecay);
}

function checkClipping({ limit }: ClipNorm | ClipValue, check: Check): void {
  check.elements('output', check.buffer('input')?.shape ?? [], false);
  check.elements('input', check.buffer('input')?.shape ?? [], false);
  check.attribute('limit', limit > 0, 'a number above 0', limit);
}

export const trainingRules = {
  softmaxCrossEntropy: (operation: SoftmaxCrossEntropy, check: Check) => {
    const [classes] = check.rows('logits', ['classes']);
    check.integers('labels', [], true);
    check.rows('probabilities', [classes]);
    check.rows('losses', []);
    check.rows('logitsGrad', [classes]);
    const { labelSmoothing } = operation;
    const met = labelSmoothing >= 0 && labelSmoothing <= 1;
    check.attribute('labelSmoothing', met, 'a share from 0 to 1', labelSmoothing);
  },
  categoricalAccuracy: (_: Operation, check: Check) => {
    check.rows('predictions', ['classes']);
    check.integers('labels', [], true);
    check.rows('matches', []);
  },
  mean: (_: Operation, check: Check) => {
    check.rows('input', []);
    check.whole('output', []);
  },
  sumOfSquares: (_: Operation, check: Check) => {
    check.elements('input', check.buffer('input')?.shape ?? [], false);
    check.whole('previous', []);
    check.whole('output', []);
  },
  clipNorm: (operation: ClipNorm, check: Check) => {
    checkClipping(operation, check);
    check.whole('sumOfSquares', []);
  },
  clipValue: checkClipping,
  sgd: (operation: SgdStep, check: Check) => {
    checkStep(operation, check);
    const { momentum, velocity } = operation;
    const met = (momentum === 0) === (velocity === null);
    check.attribute('velocity', met, `null exactly when momentum is 0 (it is ${momentum})`, velocity);
  },
  rmsprop: checkStep,
  adam: checkStep,
  adadelta: checkStep,
};
