// One suite for every backend: its results against the reference backend's, operation by operation, forward and
// backward; and the calls of an executable against their docstrings.

import { describe, expect, it } from 'vitest';
import type { Backend, Executable } from '../backend.ts';
import { createReferenceBackend } from '../backends/reference/backend.ts';
import { sizeOf } from '../graph.ts';
import { conformanceCases } from './cases/index.ts';
import { meanDistance, worstDeviation } from './compare.ts';
import { type CaseRun, type Comparison, type ConformanceCase, comparisonsOf } from './conformanceCase.ts';
import { describeExecutable } from './executableCalls.ts';

export interface ConformanceOptions {
  /** How many times the tolerances of a float32 backend are allowed. @default 1 */
  readonly tolerance?: number;
  /** Names of cases, and why this backend does not run each. */
  readonly skip?: Readonly<Record<string, string>>;
  /** `small` leaves out cases that add only breadth. @default 'all' */
  readonly sizes?: 'small' | 'all';
  /** Families of cases to run. @default all, and the calls of an executable */
  readonly families?: readonly (keyof typeof conformanceCases)[];
}

/** Declares the suite's tests in the running test file. */
export function describeConformance(
  backendFactory: () => Promise<Backend>,
  options: ConformanceOptions = {},
): void {
  const { tolerance = 1, skip = {}, sizes = 'all', families } = options;
  const names = new Set(Object.values(conformanceCases).flatMap((cases) => cases.map(({ name }) => name)));

  it('skips only cases that exist', () => {
    expect(Object.keys(skip).filter((name) => !names.has(name))).toEqual([]);
  });

  for (const [family, cases] of Object.entries(conformanceCases)) {
    if (families && !families.some((name) => name === family)) continue;
    describe(family, () => {
      for (const item of cases.filter(({ size }) => sizes === 'all' || size === 'small')) {
        const reason = skip[item.name];
        it.skipIf(reason !== undefined)(
          reason === undefined ? item.name : `${item.name} (${reason})`,
          async () => {
            expect(await deviationsOf(item, await backendFactory(), tolerance)).toEqual([]);
          },
        );
      }
    });
  }

  if (!families) describeExecutable(backendFactory);
}

/** A line for each buffer, after each run, that is not within `factor` times its tolerance of the reference. */
async function deviationsOf(item: ConformanceCase, backend: Backend, factor: number): Promise<string[]> {
  const expected = await createReferenceBackend().compile(item.graph);
  const actual = await backend.compile(item.graph);
  const lines: string[] = [];
  for (const [index, run] of item.runs().entries()) {
    await carryOut(run, expected);
    await carryOut(run, actual);
    for (const comparison of run.compare ?? comparisonsOf(item.graph, run.program)) {
      const line = await deviation(item, run, comparison, { expected, actual, factor });
      if (line !== null) lines.push(`run ${index + 1} (${run.program}, ${run.rows ?? 'all'} rows): ${line}`);
    }
  }
  expected.dispose();
  actual.dispose();
  return lines;
}

async function carryOut(run: CaseRun, executable: Executable): Promise<void> {
  for (const [buffer, values] of Object.entries(run.writes)) executable.write(buffer, values);
  await executable.run(run.program, run.rows);
}

interface Sides {
  readonly expected: Executable;
  readonly actual: Executable;
  readonly factor: number;
}

async function deviation(
  item: ConformanceCase,
  run: CaseRun,
  { buffer, tolerance, meanTolerance }: Comparison,
  { expected, actual, factor }: Sides,
): Promise<string | null> {
  const spec = item.graph.buffers.find(({ name }) => name === buffer);
  if (spec === undefined) throw new Error(`${item.name} compares ${buffer}, which its graph does not have`);
  const rows = spec.batched ? (run.rows ?? item.graph.batchSize) : 1;
  const a = await actual.read(buffer, new Float32Array(rows * sizeOf(spec.shape)));
  const b = await expected.read(buffer, new Float32Array(rows * sizeOf(spec.shape)));
  const worst = worstDeviation(a, b, tolerance);
  if (!(worst.share <= factor)) {
    const { share, index } = worst;
    return `${buffer}[${index}] is ${worst.actual}, expected ${worst.expected}: ${share.toPrecision(3)} of the tolerance`;
  }
  const mean = meanDistance(a, b);
  if (meanTolerance === undefined || mean <= factor * meanTolerance) return null;
  return `${buffer} is ${mean} off on average, ${meanTolerance} allowed`;
}
