// Formulas in WASM: an expression becomes instructions on vectors of four elements.

import {
  type BinaryOperator,
  type Expression,
  partsOf,
  type UnaryOperator,
} from '../../../formulas/expression.ts';
import { bitselect, type V128, v, zeros } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import { exp2Vector, expVector, tanhVector } from './math.ts';

const binaries = {
  add: v.add,
  subtract: v.sub,
  multiply: v.mul,
  divide: v.div,
  min: v.min,
  max: v.max,
} satisfies Record<BinaryOperator, unknown>;

function writeUnary(w: Writer, operator: UnaryOperator, x: V128): V128 {
  switch (operator) {
    case 'negate':
      return v.neg(x) as V128;
    case 'absolute':
      return v.abs(x) as V128;
    case 'sqrt':
      return v.sqrt(x) as V128;
    case 'exp':
      return expVector(w, x);
    case 'exp2':
      return exp2Vector(w, x);
    case 'tanh':
      return tanhVector(w, x);
    default:
      return operator satisfies never;
  }
}

/**
 * A function that writes expressions over `inputs`, one after the other. What is kept is computed where it is first needed
 * and lies in a local from then on; `kept` may hold some already.
 */
export function writeFormulas(
  w: Writer,
  inputs: Readonly<Record<string, V128>>,
  kept: Map<Expression, V128> = new Map(),
): (expression: Expression) => V128 {
  /** Kept values come before the code that uses them. */
  function settle(expression: Expression): void {
    if (kept.has(expression)) return;
    for (const part of partsOf(expression)) settle(part);
    if (expression.kind === 'kept') kept.set(expression, w.let(write(expression.value)));
  }

  function write(expression: Expression): V128 {
    switch (expression.kind) {
      case 'number':
        return Object.is(expression.value, 0) ? zeros : w.constant(expression.value);
      case 'input': {
        const value = inputs[expression.name];
        if (!value) throw new Error(`a formula reads ${expression.name}, which its kernel does not have`);
        return value;
      }
      case 'kept': {
        const value = kept.get(expression);
        if (!value) throw new Error(`${expression.name} was not computed before its use`);
        return value;
      }
      case 'unary':
        return writeUnary(w, expression.operator, write(expression.of));
      case 'binary': {
        const [left, right] = [write(expression.left), write(expression.right)];
        return binaries[expression.operator](left, right) as V128;
      }
      case 'multiplyAdd': {
        const [a, b, c] = [write(expression.a), write(expression.b), write(expression.c)];
        return w.multiplyAdd(a, b, c);
      }
      case 'ifPositive': {
        const positive = write(expression.positive);
        const otherwise = write(expression.otherwise);
        const mask = v.gt(write(expression.of), zeros) as V128;
        return otherwise === zeros ? (v.and(positive, mask) as V128) : bitselect(positive, otherwise, mask);
      }
      default:
        return expression satisfies never;
    }
  }

  return (expression) => {
    settle(expression);
    return write(expression);
  };
}
