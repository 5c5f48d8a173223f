/**
 * Node's file system where this runs in Node, null in a browser. Asked of the process rather than imported, so that
 * bundlers for browsers have nothing to resolve.
 */
export function nodeFileSystem(): typeof import('node:fs') | null {
  return isNode() ? process.getBuiltinModule('node:fs') : null;
}

export function isNode(): boolean {
  return typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
}
