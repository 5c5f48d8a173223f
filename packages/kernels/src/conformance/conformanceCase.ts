// A case: a graph, the runs that are made of it, and what is compared after each with the reference backend.

import type { Values } from '../backend.ts';
import type { Graph } from '../graph.ts';
import { operandsOf } from '../operands.ts';
import { forwardTolerance, gradientTolerance, type Tolerance } from './compare.ts';

export interface Comparison {
  readonly buffer: string;
  readonly tolerance: Tolerance;
  /** Also held: the mean distance over the buffer. */
  readonly meanTolerance?: number;
}

export interface CaseRun {
  readonly program: string;
  /** @default the graph's batch size */
  readonly rows?: number;
  /** Written before the run. */
  readonly writes: Readonly<Record<string, Values>>;
  /** @default every readable buffer that the program writes, each with the tolerance of its kind */
  readonly compare?: readonly Comparison[];
}

export interface ConformanceCase {
  /** Unique: skips name it. */
  readonly name: string;
  /** `large` ones add little to the small ones but breadth, and take longer. */
  readonly size: 'small' | 'large';
  readonly graph: Graph;
  readonly runs: () => readonly CaseRun[];
}

/** Every readable buffer that a program writes; gradients, whose names end in `_grad`, with theirs. */
export function comparisonsOf(graph: Graph, program: string): readonly Comparison[] {
  const written = new Set(
    (graph.programs[program] ?? [])
      .flatMap(operandsOf)
      .filter(({ access }) => access !== 'read')
      .map(({ buffer }) => buffer),
  );
  return graph.buffers
    .filter(({ name, role }) => written.has(name) && role !== 'activation')
    .map(({ name }) => ({
      buffer: name,
      tolerance: name.endsWith('_grad') ? gradientTolerance : forwardTolerance,
    }));
}
