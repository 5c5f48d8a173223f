// The rules of shapes of every operation.

import { isOptimizerOperation } from '../formulas/optimizers/list.ts';
import type { Operation, OperationKind, OptimizerKind } from '../operations.ts';
import { batchNormalizationRules } from './batchNormalization.ts';
import type { Check } from './check.ts';
import { layerRules } from './layers.ts';
import { checkUpdate, trainingRules } from './training.ts';
import { windowRules } from './windows.ts';

const rules = {
  ...windowRules,
  ...layerRules,
  ...batchNormalizationRules,
  ...trainingRules,
} satisfies {
  [K in Exclude<OperationKind, OptimizerKind>]: (
    operation: Extract<Operation, { kind: K }>,
    check: Check,
  ) => void;
};

export function checkShapes(operation: Operation, check: Check): void {
  if (isOptimizerOperation(operation)) {
    checkUpdate(operation, check);
    return;
  }
  // Each kind is paired with a rule for that kind's operation, which TypeScript cannot carry through an index.
  const rule = rules[operation.kind] as (operation: Operation, check: Check) => void;
  rule(operation, check);
}
