// Formulas in the subset of JavaScript that gpu.js translates.

import { type BinaryOperator, type Expression, partsOf } from '../../formulas/expression.ts';

const binaries = {
  add: (left, right) => `(${left} + ${right})`,
  subtract: (left, right) => `(${left} - ${right})`,
  multiply: (left, right) => `(${left} * ${right})`,
  divide: (left, right) => `(${left} / ${right})`,
  min: (left, right) => `Math.min(${left}, ${right})`,
  max: (left, right) => `Math.max(${left}, ${right})`,
} satisfies Record<BinaryOperator, (left: string, right: string) => string>;

// Exponents are kept where float32's exponential is finite: infinities need not behave on a GPU.
const largestExponent = 80;

const unaries = {
  negate: (x: string) => `(-${x})`,
  absolute: (x: string) => `Math.abs(${x})`,
  sqrt: (x: string) => `Math.sqrt(${x})`,
  exp: (x: string) => `Math.exp(Math.min(${x}, ${largestExponent}))`,
  exp2: (x: string) => `Math.exp(Math.min(${x} * ${Math.LN2}, ${largestExponent}))`,
  tanh: (x: string) => `(1 - 2 / (Math.exp(Math.min(2 * ${x}, ${largestExponent})) + 1))`,
};

const literal = (value: number): string => (value < 0 ? `(${value})` : `${value}`);

/**
 * The body of a function that returns an expression's value. `read` says how an input's element is read; `known` are values
 * that are read, too, and the inputs that hold them.
 */
export function bodyOf(
  expression: Expression,
  read: (input: string) => string,
  known: ReadonlyMap<Expression, string> = new Map(),
): string {
  const statements: string[] = [];
  const names = new Map<Expression, string>();

  /** Declares what is kept, and choices, before the code that uses them. */
  function settle(node: Expression): void {
    if (names.has(node) || known.has(node)) return;
    for (const part of partsOf(node)) settle(part);
    if (node.kind === 'kept') {
      const name = `${node.name}${names.size}`;
      statements.push(`const ${name} = ${write(node.value)};`);
      names.set(node, name);
    } else if (node.kind === 'ifPositive') {
      const name = `choice${names.size}`;
      statements.push(`let ${name} = ${write(node.otherwise)};`);
      statements.push(`if (${write(node.of)} > 0) { ${name} = ${write(node.positive)}; }`);
      names.set(node, name);
    }
  }

  function write(node: Expression): string {
    const holder = known.get(node);
    if (holder !== undefined) return read(holder);
    switch (node.kind) {
      case 'number':
        return literal(node.value);
      case 'input':
        return read(node.name);
      case 'kept':
      case 'ifPositive': {
        const name = names.get(node);
        if (name === undefined) throw new Error('a value was not computed before its use');
        return name;
      }
      case 'unary':
        return unaries[node.operator](write(node.of));
      case 'binary':
        return binaries[node.operator](write(node.left), write(node.right));
      case 'multiplyAdd':
        return `(${write(node.a)} * ${write(node.b)} + ${write(node.c)})`;
      default:
        return node satisfies never;
    }
  }

  settle(expression);
  const value = write(expression);
  return [...statements, `return ${value};`].map((line) => `\n    ${line}`).join('');
}
