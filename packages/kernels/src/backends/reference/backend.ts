// The oracle: plain loops in float64, one obvious function an operation. Never fast, always right; every other backend
// is compared with it.

import type { Backend } from '../../backend.ts';
import { compileReference } from './executable.ts';

export function createReferenceBackend(): Backend {
  return {
    name: 'reference',
    details: { arithmetic: 'float64' },
    compile: async (graph) => compileReference(graph),
  };
}
