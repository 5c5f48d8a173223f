import type { ModelStructure } from '@convoy/core';

/** Names of modules: each is given once. */
export interface ModuleNames {
  /** Of a layer of the network, by its name in Convoy. */
  of(layer: string): string;
  /** Of a module that no layer is: an activation, padding. */
  another(name: string): string;
}

/**
 * A layer's name is the name of its module, wherever PyTorch can take it. It takes no dots, and no name that a module has
 * for something else, such as `train`: none of those has a digit.
 */
export function moduleNames({ layers }: ModelStructure): ModuleNames {
  const taken = new Set<string>();
  const another = (name: string) => {
    const word = name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
    const base = /\d/.test(word) ? word : `${word}_1`;
    let free = base;
    for (let number = 2; taken.has(free); number++) free = `${base}_${number}`;
    taken.add(free);
    return free;
  };
  const names = new Map(layers.map(({ name }) => [name, another(name)]));
  return { of: (layer) => names.get(layer) ?? another(layer), another };
}
