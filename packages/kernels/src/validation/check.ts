// How the rules of shapes are written: each names a field of an operation and says what its buffer must look like.

import { KernelsError } from '../errors.ts';
import { type BufferSpec, type ElementType, sizeOf } from '../graph.ts';
import { operandsOf } from '../operands.ts';
import type { Operation } from '../operations.ts';

/** Expected extents: a number must be met, a name stands for any extent. */
type Extents = readonly (number | string)[];
type Found<E extends Extents> = { readonly [I in keyof E]: number };

export interface Check {
  /** A float32 buffer of one such shape for each row. Returns the shape found. */
  rows<const E extends Extents>(field: string, expected: E): Found<E>;
  /** A float32 buffer of one such shape in all. */
  whole<const E extends Extents>(field: string, expected: E): Found<E>;
  /** An int32 buffer. */
  integers(field: string, expected: Extents, batched: boolean): void;
  /** A float32 buffer of rows of any shape. Returns it. */
  anyRows(field: string): readonly number[];
  /** A float32 buffer with as many elements as `shape`, in rows or whole as `batched` says, in whatever shape. */
  elements(field: string, shape: readonly number[], batched?: boolean): void;
  /** The buffer that a field names. */
  buffer(field: string): BufferSpec | null;
  /** An attribute: `met`, or an error that says what was expected and found. */
  attribute(field: string, met: boolean, expected: string, found: unknown): void;
}

/** The check of one operation; `where` opens its messages: `program train, operation 3 (conv2d)`. */
export function checkOf(
  operation: Operation,
  buffers: ReadonlyMap<string, BufferSpec>,
  where: string,
): Check {
  const operands = new Map(operandsOf(operation).map(({ field, buffer }) => [field, buffer]));

  /** Null for an optional field that names no buffer: there is nothing to check. */
  function buffer(field: string): BufferSpec | null {
    return buffers.get(operands.get(field) ?? '') ?? null;
  }

  function require(field: string, met: boolean, expected: string): void {
    const found = buffer(field);
    if (met || found === null) return;
    throw new KernelsError(
      'invalid-graph',
      `${where}: buffer ${found.name} (${field}): expected ${expected}, found ${describe(found)}`,
    );
  }

  function form(field: string, expected: Extents, type: ElementType, batched: boolean): readonly number[] {
    const found = buffer(field);
    if (found === null) return [];
    const matches =
      found.type === type &&
      found.batched === batched &&
      found.shape.length === expected.length &&
      expected.every((extent, axis) => typeof extent === 'string' || extent === found.shape[axis]);
    require(field, matches, describe({ type, shape: expected, batched }));
    return found.shape;
  }

  return {
    buffer,
    rows: (field, expected) => form(field, expected, 'float32', true) as Found<typeof expected>,
    whole: (field, expected) => form(field, expected, 'float32', false) as Found<typeof expected>,
    integers: (field, expected, batched) => void form(field, expected, 'int32', batched),
    anyRows(field) {
      const found = buffer(field);
      require(field, found?.type === 'float32' && found.batched, 'float32 values for each row');
      return found?.shape ?? [];
    },
    elements(field, shape, batched = true) {
      const found = buffer(field);
      const met =
        found?.type === 'float32' && found.batched === batched && sizeOf(found.shape) === sizeOf(shape);
      require(field, met, `${describe({ type: 'float32', shape, batched })} or another shape of ${sizeOf(shape)} elements`);
    },
    attribute(field, met, expected, found) {
      if (met) return;
      throw new KernelsError(
        'invalid-graph',
        `${where}: ${field}: expected ${expected}, found ${String(found)}`,
      );
    },
  };
}

function describe(form: { type: ElementType; shape: Extents; batched: boolean }): string {
  return `${form.type} [${form.shape.join(', ')}]${form.batched ? ' for each row' : ''}`;
}
