// What was compared, and how it reads: a line a case, with the array that came closest to its tolerance.

import {
  type Deviation,
  forwardTolerance,
  gradientTolerance,
  type Tolerance,
  worstDeviation,
} from '../../packages/kernels/src/conformance/compare.ts';
import type { GoldenArray } from './goldenCase.ts';

export interface ComparedArray {
  readonly array: string;
  readonly deviation: Deviation;
}

export type CaseResult =
  | { readonly name: string; readonly compared: readonly ComparedArray[] }
  | { readonly name: string; readonly error: string };

/** Compares with the tolerance of the array's kind: a gradient's name ends in `_grad`. */
export function compareArray(
  array: string,
  actual: ArrayLike<number>,
  expected: GoldenArray,
  tolerance: Tolerance = array.endsWith('_grad') ? gradientTolerance : forwardTolerance,
): ComparedArray {
  return { array, deviation: worstDeviation(actual, expected.data, tolerance) };
}

/** The compared array whose deviation takes the greatest share of its tolerance; null if nothing was compared. */
function worstOf(compared: readonly ComparedArray[]): ComparedArray | null {
  return compared.reduce<ComparedArray | null>(
    (worst, next) => (worst === null || next.deviation.share > worst.deviation.share ? next : worst),
    null,
  );
}

export function passed(result: CaseResult): boolean {
  if ('error' in result) return false;
  const worst = worstOf(result.compared);
  return worst !== null && worst.deviation.share <= 1;
}

export function lineOf(result: CaseResult): string {
  const start = `${passed(result) ? 'pass' : 'FAIL'}  ${result.name.padEnd(24)}`;
  if ('error' in result) return `${start}  ${result.error}`;
  const worst = worstOf(result.compared);
  if (worst === null) return `${start}  nothing was compared`;
  const { share, index, actual, expected } = worst.deviation;
  const line = `${start}  ${share.toPrecision(3)} of the tolerance in ${worst.array}`;
  return share <= 1 ? line : `${line}: element ${index} is ${actual}, expected ${expected}`;
}

export function summaryOf(results: readonly CaseResult[]): string {
  const count = results.filter(passed).length;
  return `${count} passed, ${results.length - count} failed`;
}
