// Shapes of the loss, the figures read beside it, and the optimizers.

import { ruleOf } from '../formulas/optimizers/list.ts';
import type {
  ClipNorm,
  ClipValue,
  Operation,
  OptimizerOperation,
  SoftmaxCrossEntropy,
} from '../operations.ts';
import type { Check } from './check.ts';

/** What an optimizer holds of a parameter is shaped like it, what comes and goes has as many elements; rates are scalars. */
export function checkUpdate(operation: OptimizerOperation, check: Check): void {
  const { fields, requirement } = ruleOf(operation);
  const uses = Object.entries(fields);
  const held = uses.filter(([, use]) => use === 'update').map(([field]) => field);
  const shape = check.buffer(held[0] ?? '')?.shape ?? [];
  for (const [field, use] of uses) {
    if (use === 'update') check.whole(field, shape);
    else if (use === 'scalar') check.whole(field, []);
    else check.elements(field, shape, false);
  }
  if ('weightDecay' in operation) {
    const { weightDecay } = operation;
    check.attribute('weightDecay', weightDecay >= 0, 'a number of at least 0', weightDecay);
  }
  const required = requirement?.(operation);
  if (required) check.attribute(required.field, required.met, required.expected, required.found);
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
};
