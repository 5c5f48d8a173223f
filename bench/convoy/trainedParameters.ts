import { countParameters, type SequentialConfig, structureOf } from '@convoy/core';

/** How many numbers training changes by gradients: moving statistics are weights too, but not among them. */
export function trainedParameters(model: SequentialConfig): number {
  return countParameters(structureOf(model).weights.filter(({ role }) => role === 'parameter'));
}
