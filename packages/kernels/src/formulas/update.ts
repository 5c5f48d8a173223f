// What an optimizer's update is to the backends: which fields of its operation name buffers, and one assignment for each
// buffer that it changes, element by element. Rules are Keras 3's.

import { countInputs, type Expression, input, keep, mul, sub } from './expression.ts';

export interface UpdateBase {
  readonly kind: string;
}

/** What updates a parameter. */
export interface OptimizerStep extends UpdateBase {
  readonly parameter: string;
  readonly gradient: string;
  /** A scalar buffer, written before each run. */
  readonly learningRate: string;
  /** Decoupled: `parameter −= learningRate · weightDecay · parameter`, before the step. */
  readonly weightDecay: number;
}

/** `scalar` is one number that is read; the others have an element for each of the parameter's. */
export type FieldUse = 'read' | 'write' | 'update' | 'scalar';

/** Fields that hold any string name buffers; those of literal types (`padding`, `function`) are attributes. */
export type BufferField<O> = Extract<{ [F in keyof O]: string extends O[F] ? F : never }[keyof O], string>;

export interface Assignment {
  readonly field: string;
  readonly value: Expression;
}

/** An attribute that an operation must meet. */
export interface Requirement {
  readonly field: string;
  readonly met: boolean;
  readonly expected: string;
  readonly found: unknown;
}

export interface UpdateRule<O extends UpdateBase> {
  readonly kind: O['kind'];
  readonly fields: Readonly<Record<BufferField<O>, FieldUse>>;
  /** In the order in which they take place: none may read the old value of a field that is assigned before. */
  assign(operation: O, inputs: Readonly<Record<BufferField<O>, Expression>>): readonly Assignment[];
  requirement?(operation: O): Requirement;
}

/** A rule of any operation. */
export interface AnyUpdateRule {
  readonly fields: Readonly<Record<string, FieldUse>>;
  assign(operation: UpdateBase, inputs: Readonly<Record<string, Expression>>): readonly Assignment[];
  requirement?(operation: UpdateBase): Requirement;
}

export const step = { parameter: 'update', gradient: 'read', learningRate: 'scalar' } as const;

/** The parameter after decoupled weight decay (Loshchilov and Hutter 2017). */
export function decayed(
  { weightDecay }: { readonly weightDecay: number },
  { parameter, learningRate }: { readonly parameter: Expression; readonly learningRate: Expression },
): Expression {
  if (weightDecay === 0) return parameter;
  return keep('decayed', sub(parameter, mul(parameter, mul(learningRate, weightDecay))));
}

/** A field's use and whether this operation has it: an optional buffer may be null. */
export interface BoundField {
  readonly field: string;
  readonly buffer: string;
  readonly use: FieldUse;
}

/** An operation's rule as a backend needs it. */
export interface BoundUpdate {
  readonly fields: readonly BoundField[];
  readonly assignments: readonly Assignment[];
  /** How often each field is read. */
  readonly reads: ReadonlyMap<string, number>;
}

export function bindUpdate(rule: AnyUpdateRule, operation: UpdateBase): BoundUpdate {
  const values = operation as UpdateBase & Readonly<Record<string, unknown>>;
  const fields = Object.entries<FieldUse>(rule.fields).flatMap(([field, use]): readonly BoundField[] => {
    const buffer = values[field];
    return typeof buffer === 'string' ? [{ field, buffer, use }] : [];
  });
  const inputs = Object.fromEntries(Object.keys(rule.fields).map((field) => [field, input(field)]));
  const assignments = rule.assign(operation, inputs);
  return { fields, assignments, reads: countInputs(assignments.map(({ value }) => value)) };
}
