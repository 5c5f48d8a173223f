import { add, type Expression, keep, mul, sqrt } from '../expression.ts';

/** `old · decay + (1 − decay) · value`, as a new moment. */
export function movingAverage(name: string, old: Expression, decay: number, value: Expression): Expression {
  return keep(name, add(mul(old, decay), mul(value, 1 - decay)));
}

export const square = (x: Expression): Expression => mul(x, x);

/** `√x + epsilon`. */
export const rootPlus = (x: Expression, epsilon: number): Expression => add(sqrt(x), epsilon);
