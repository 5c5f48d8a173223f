// Who reads and writes which buffer of a program.

import { operandsOf } from '../../../operands.ts';
import type { Operation } from '../../../operations.ts';
import type { Buffers } from '../contract/buffers.ts';

export interface Users {
  /** The operations that touch a buffer, in their order. */
  of(buffer: string | undefined): readonly Operation[];
  find<T extends Operation>(buffer: string | undefined, test: (op: Operation) => op is T): T | null;
  /** Whether nobody outside `members` needs any of `names`. */
  isPrivate(names: readonly string[], members: readonly (Operation | null)[]): boolean;
}

export function usersOf(operations: readonly Operation[], buffers: Buffers): Users {
  const users = new Map<string, Operation[]>();
  for (const op of operations) {
    for (const name of new Set(operandsOf(op).map(({ buffer }) => buffer))) {
      const known = users.get(name);
      if (known) known.push(op);
      else users.set(name, [op]);
    }
  }
  const of = (buffer: string | undefined) => (buffer === undefined ? [] : (users.get(buffer) ?? []));
  return {
    of,
    find: (buffer, test) => of(buffer).find(test) ?? null,
    isPrivate: (names, members) =>
      names.every(
        (name) => buffers.spec(name).role === 'activation' && of(name).every((op) => members.includes(op)),
      ),
  };
}
