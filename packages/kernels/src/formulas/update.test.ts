import { describe, expect, it } from 'vitest';
import { optimizers } from '../conformance/cases/optimizers.ts';
import { updateOf as operationOf } from '../conformance/optimizers.ts';
import { countInputs } from './expression.ts';
import { updateOf } from './optimizers/list.ts';

describe('the rule', () => {
  it.each(Object.entries(optimizers))(
    'of %s assigns each field that it changes once, and no other',
    (_, optimizer) => {
      const { fields, assignments } = updateOf(operationOf(optimizer, 'parameter', [3]).operation);
      const changed = fields
        .filter(({ use }) => use === 'update' || use === 'write')
        .map(({ field }) => field);
      expect(assignments.map(({ field }) => field).sort()).toEqual(changed.sort());
    },
  );

  it.each(Object.entries(optimizers))(
    'of %s reads no old value of a field that it assigned before',
    (_, optimizer) => {
      const { assignments } = updateOf(operationOf(optimizer, 'parameter', [3]).operation);
      assignments.forEach((_, index) => {
        // What was assigned is read as a kept value, not as the field.
        const before = countInputs(assignments.slice(0, index + 1).map(({ value }) => value));
        const all = countInputs(assignments.map(({ value }) => value));
        const { field = '' } = assignments[index] ?? {};
        expect(all.get(field) ?? 0).toBe(before.get(field) ?? 0);
      });
    },
  );
});
