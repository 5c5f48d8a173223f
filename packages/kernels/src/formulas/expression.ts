// Formulas as small expression trees: an activation, its gradient or one value of an optimizer's update, element by
// element. Backends translate a tree into their own code (`backends/wasm/emit/formula.ts`, `backends/gpu/formula.ts`); what
// the arithmetic is, and in which order it rounds, is said here once. The reference backend does not read them: its
// hand-written functions are what every translation is tested against.

export type UnaryOperator = 'negate' | 'absolute' | 'sqrt' | 'exp' | 'exp2' | 'tanh';
export type BinaryOperator = 'add' | 'subtract' | 'multiply' | 'divide' | 'min' | 'max';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** The element of an operand at the place that is computed; the same number everywhere for a scalar. */
  | { readonly kind: 'input'; readonly name: string }
  /** A value that is computed once and used as often as its node appears. `name` is for people who read the code. */
  | { readonly kind: 'kept'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `a · b + c`, with one rounding where the machine can. */
  | { readonly kind: 'multiplyAdd'; readonly a: Expression; readonly b: Expression; readonly c: Expression }
  /** `of > 0 ? positive : otherwise`. Both are computed: what is not chosen may be infinite or not a number. */
  | {
      readonly kind: 'ifPositive';
      readonly of: Expression;
      readonly positive: Expression;
      readonly otherwise: Expression;
    };

export type Operand = Expression | number;

const expressionOf = (operand: Operand): Expression =>
  typeof operand === 'number' ? { kind: 'number', value: operand } : operand;

const unary = (operator: UnaryOperator) => (of: Operand) =>
  ({ kind: 'unary', operator, of: expressionOf(of) }) as const satisfies Expression;

const binary = (operator: BinaryOperator) => (left: Operand, right: Operand) =>
  ({
    kind: 'binary',
    operator,
    left: expressionOf(left),
    right: expressionOf(right),
  }) as const satisfies Expression;

export const input = (name: string): Expression => ({ kind: 'input', name });
export const neg = unary('negate');
export const abs = unary('absolute');
export const sqrt = unary('sqrt');
export const exp = unary('exp');
/** 2ˣ: cheaper than `exp`, and exact but for the rounding of x. */
export const exp2 = unary('exp2');
export const tanh = unary('tanh');
export const add = binary('add');
export const sub = binary('subtract');
export const mul = binary('multiply');
export const div = binary('divide');
export const min = binary('min');
export const max = binary('max');

export function keep(name: string, value: Operand): Expression {
  return { kind: 'kept', name, value: expressionOf(value) };
}

export function multiplyAdd(a: Operand, b: Operand, c: Operand): Expression {
  return { kind: 'multiplyAdd', a: expressionOf(a), b: expressionOf(b), c: expressionOf(c) };
}

export function ifPositive(of: Operand, positive: Operand, otherwise: Operand): Expression {
  return {
    kind: 'ifPositive',
    of: expressionOf(of),
    positive: expressionOf(positive),
    otherwise: expressionOf(otherwise),
  };
}

/** Horner's rule; the highest coefficient first. `x` should be an input or kept. */
export function polynomial(x: Expression, [first = 0, ...rest]: readonly number[]): Expression {
  return rest.reduce<Expression>((sum, coefficient) => multiplyAdd(sum, x, coefficient), expressionOf(first));
}

/** The parts of a node, in the order in which they are computed. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'input':
      return [];
    case 'kept':
      return [expression.value];
    case 'unary':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'multiplyAdd':
      return [expression.a, expression.b, expression.c];
    case 'ifPositive':
      return [expression.positive, expression.otherwise, expression.of];
    default:
      return expression satisfies never;
  }
}

/** How often each input is read when the expressions are computed in turn, kept values once. */
export function countInputs(expressions: readonly Expression[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const kept = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'input') counts.set(expression.name, (counts.get(expression.name) ?? 0) + 1);
    if (expression.kind === 'kept') {
      if (kept.has(expression)) return;
      kept.add(expression);
    }
    for (const part of partsOf(expression)) visit(part);
  };
  for (const expression of expressions) visit(expression);
  return counts;
}
