import { expect, it } from 'vitest';
import { conformanceCases } from './cases/index.ts';
import type { ConformanceCase } from './conformanceCase.ts';
import { coverage } from './coverage.ts';

const operationsOf = ({ graph }: ConformanceCase) => Object.values(graph.programs).flat();

it.each(Object.entries(coverage))('%s is run by the cases that are named for it', (kind, cases) => {
  const operations = cases.flatMap(operationsOf).filter((operation) => operation.kind === kind);
  expect(operations.length).toBeGreaterThan(0);
  // A case that is in no family is run by nobody.
  const run = new Set(Object.values(conformanceCases).flat());
  expect(cases.filter((item) => !run.has(item))).toEqual([]);
});
