// Functions that are put together from the few that every backend has, exact to some units in the last place of float32.

import {
  add,
  div,
  type Expression,
  exp,
  ifPositive,
  keep,
  max,
  mul,
  neg,
  polynomial,
  sub,
  tanh,
} from './expression.ts';

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: Expression): Expression => div(1, add(1, exp(neg(x))));

/** eˣ − 1 for x ≤ 0, by way of tanh(x / 2): near 0, eˣ − 1 itself would cancel. */
export function expMinus1(x: Expression): Expression {
  const t = keep('t', tanh(mul(x, 0.5)));
  return div(add(t, t), sub(1, t));
}

/**
 * ln(1 + u) for 0 ≤ u ≤ 1: 2 · atanh(s) with s = u / (2 + u), a polynomial in s² up to ¹⁄₉ (least squares of the relative
 * error, 4e-9).
 */
export function logOf1Plus(u: Expression): Expression {
  const unit = keep('unit', u);
  const s = keep('s', div(unit, add(2, unit)));
  const square = keep('square', mul(s, s));
  return mul(s, polynomial(square, [0.281783248, 0.279606047, 0.400249101, 0.666663151, 2]));
}

/** e^(−x² / 2). */
export const bell = (x: Expression): Expression => exp(mul(mul(x, x), -0.5));

const numerator = [0.00403696982, 0.0400978841, 0.181645332, 0.436145611, 0.5];
const denominator = [0.0101190439, 0.1005177, 0.465273901, 1.19589418, 1.67017615, 1];

/**
 * Φ(x), the share of the normal distribution below x. `e` is `bell(x)`, kept. The smaller tail is e^(−x² / 2) times a ratio
 * of polynomials in |x| (fitted on 0 to 13.5, where float32 ends; relative error 5e-9), so that it stays exact however
 * small it is: (1 + erf) / 2 cancels there.
 */
export function normalCdf(x: Expression, e: Expression): Expression {
  const distance = keep('distance', max(x, neg(x)));
  const tail = keep('tail', div(mul(e, polynomial(distance, numerator)), polynomial(distance, denominator)));
  return ifPositive(x, sub(1, tail), tail);
}
