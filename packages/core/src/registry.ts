// One registry serves whatever has names: layers, activations, optimizers, schedules, losses, metrics, augmentations,
// datasets. It holds what comes with the package and what users define, tells one name from another, and knows nothing else.

import { CoreError, type CoreErrorCode } from './errors.ts';
import { suggestion } from './nearest.ts';

/**
 * The `type` of a specification whose definition a user registered. It is a string, which no literal is: `never` says so,
 * so that a built-in specification is still told by its `type`, and none can be written without the factory.
 */
export type OwnType = never;

export interface Registry<Definition> {
  /** In the order in which they were added. The list grows when a definition is added. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * @param label What the error begins with: where the name was read.
   * @throws {CoreError} if there is no such name, with the nearest of them.
   */
  get(name: string, label?: string): Definition;
  /** @throws {CoreError} `invalid-argument` if the name is taken, or is not a word. */
  add(name: string, definition: Definition): void;
}

/**
 * @param kind What the names are of, for errors: `optimizer`.
 * @param code Of the error about an unknown name.
 */
export function createRegistry<Definition>(
  kind: string,
  code: CoreErrorCode,
  builtIn: Iterable<readonly [name: string, definition: Definition]> = [],
): Registry<Definition> {
  const definitions = new Map(builtIn);
  const names = [...definitions.keys()];
  return {
    names,
    has: (name) => definitions.has(name),

    get(name, label) {
      const definition = definitions.get(name);
      if (definition !== undefined) return definition;
      const where = label === undefined ? '' : `${label}: `;
      throw new CoreError(code, `${where}unknown ${kind}: ${name}. ${suggestion(name, names)}`);
    },

    add(name, definition) {
      if (typeof name !== 'string' || !/^[^/\s]+$/.test(name)) {
        const found = JSON.stringify(name) ?? String(name);
        throw new CoreError('invalid-argument', `${kind}: expected a name without spaces or /, got ${found}`);
      }
      if (definitions.has(name)) {
        throw new CoreError('invalid-argument', `${kind}: expected a new name, got ${name}, which is taken`);
      }
      definitions.set(name, definition);
      names.push(name);
    },
  };
}

/** Definitions by their `type`, as a registry begins with them. */
export function byType<Definition extends { readonly type: string }>(
  definitions: readonly Definition[],
): readonly (readonly [string, Definition])[] {
  return definitions.map((definition) => [definition.type, definition]);
}

/** What options a factory takes that makes specifications: their fields, where nothing else is said. */
export type OptionsOf<Spec> = Partial<Omit<Spec, 'type'>>;
