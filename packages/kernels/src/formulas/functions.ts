// Functions that are put together from the few that every backend has, exact to some units in the last place of float32.

import {
  abs,
  add,
  div,
  type Expression,
  exp,
  exp2,
  keep,
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
const bell = (x: Expression): Expression => exp2(mul(mul(x, x), -0.5 * Math.LOG2E));

/**
 * |x| · Φ(−|x|), Φ being the share of the normal distribution below x. It is e^(−x² / 2) times a ratio of polynomials in |x|
 * (fitted on 0 to 13.5, where float32 ends; relative error 4e-7), so that it stays exact however small it is: (1 + erf) / 2
 * would cancel.
 */
export function normalTail(x: Expression): Expression {
  const distance = keep('distance', abs(x));
  const numerator = polynomial(distance, [0.0169175929, 0.118982235, 0.361013668, 0.49999982]);
  const denominator = polynomial(distance, [0.0424114273, 0.298032999, 0.950807214, 1.51989397, 1]);
  return div(mul(mul(distance, numerator), bell(x)), denominator);
}

/** Φ(−|x|) − |x| · φ(x), φ being the density of the normal distribution: as in `normalTail`, relative error 6e-7. */
export function normalTailSlope(x: Expression): Expression {
  const distance = keep('distance', abs(x));
  const numerator = polynomial(
    distance,
    [-0.0382219705, -0.217294859, -0.442984597, -0.192992708, 0.500000262],
  );
  const denominator = polynomial(distance, [0.095815465, 0.544424955, 1.20980689, 1]);
  return div(mul(numerator, bell(x)), denominator);
}
