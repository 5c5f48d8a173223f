// How much code a kernel may have. Nothing that is emitted grows with a dimension, so a kernel that exceeds the limit is a
// fault of its emitter; the limit also keeps wasmati, which joins code by spreading arrays, within any thread's stack.

import type { Dependency } from 'wasmati';
import { KernelsError } from '../../../errors.ts';
import type { Func } from './writer.ts';

/**
 * Instructions of one module, some four bytes each. Engines take at least 65,536 arguments of a call, and a stack of 1 MB
 * twice as many.
 */
export const mostInstructions = 12_000;

/** @throws {KernelsError} `too-large`, naming the kernel, its size and the limit. */
export function checkCodeSize(kernel: string, functions: readonly Func[]): void {
  const count = instructionsOfAll(functions);
  if (count <= mostInstructions) return;
  throw new KernelsError(
    'too-large',
    `${kernel}: expected a kernel of at most ${mostInstructions} instructions, got ${count}; use a smaller kernel or window`,
  );
}

/** Instructions of functions and of all that they call. */
export function instructionsOfAll(functions: readonly Func[]): number {
  const known = new Set<Dependency.anyDependency>(functions);
  let count = 0;
  // What is added to a set while it is walked is visited too.
  for (const dependency of known) {
    for (const further of dependency.deps) known.add(further);
    if (isFunction(dependency)) count += instructionsOf(dependency.body);
  }
  return count;
}

const isFunction = (dependency: Dependency.anyDependency): dependency is Dependency.Func =>
  dependency.kind === 'function';

const blocks: readonly string[] = ['block', 'loop', 'if'];

/** A block's arguments are its bodies. */
function instructionsOf(body: readonly Dependency.Instruction[]): number {
  let count = body.length;
  for (const { string, resolveArgs } of body) {
    if (!blocks.includes(string)) continue;
    for (const inner of resolveArgs) if (Array.isArray(inner)) count += instructionsOf(inner);
  }
  return count;
}
