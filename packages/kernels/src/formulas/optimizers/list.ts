// The rules of every optimizer. A new one is a file and a line here, and an oracle in `backends/reference/optimizers.ts`.

import {
  type AnyUpdateRule,
  type BoundUpdate,
  bindUpdate,
  type UpdateBase,
  type UpdateRule,
} from '../update.ts';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { lamb, lambDirection } from './lamb.ts';
import { lion } from './lion.ts';
import { nadam } from './nadam.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export const updateRules = {
  sgd,
  rmsprop,
  adam,
  adadelta,
  nadam,
  adagrad,
  lion,
  lambDirection,
  lamb,
} as const;

/** The `kind` of every operation that belongs to an optimizer. */
export type OptimizerKind = keyof typeof updateRules;
type OperationOf<Rule> = Rule extends UpdateRule<infer O> ? O : never;
/** The operations of optimizers: what updates a parameter, and what such updates are prepared with. */
export type OptimizerOperation = {
  [K in OptimizerKind]: OperationOf<(typeof updateRules)[K]>;
}[OptimizerKind];

export const optimizerKinds = Object.keys(updateRules) as readonly OptimizerKind[];

export function isOptimizerOperation<O extends UpdateBase>(
  operation: O,
): operation is Extract<O, OptimizerOperation> {
  return operation.kind in updateRules;
}

export function ruleOf(operation: OptimizerOperation): AnyUpdateRule {
  // The table pairs each kind with a rule of that kind's operation, which TypeScript cannot carry through an index.
  return updateRules[operation.kind] as AnyUpdateRule;
}

/** The update of one operation: its buffers, and its assignments as formulas. */
export function updateOf(operation: OptimizerOperation): BoundUpdate {
  return bindUpdate(ruleOf(operation), operation);
}
