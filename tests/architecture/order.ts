// The order of packages and of the folders in them. A file imports from its own level and from those before it, never
// from a later one.

/** A folder whose entries stand in an order. */
export interface Storeys {
  readonly folder: string;
  /** Names of files and folders, the lowest first. Names on one level may import from each other, but in no circle. */
  readonly levels: readonly (readonly string[])[];
}

/** The lowest first; a package that is not named stands between `ensemble` and `cli`. */
export const packages: readonly string[] = ['kernels', 'core', 'ensemble', '…', 'cli'];

export const storeys: readonly Storeys[] = [
  {
    folder: 'packages/kernels/src',
    levels: [
      // The language of graphs.
      ['errors.ts', 'operations', 'operations.ts', 'formulas', 'operands.ts', 'geometry.ts', 'dropout.ts'],
      ['graph.ts', 'graphBuilder.ts', 'access.ts', 'validation', 'validate.ts', 'backend.ts'],
      ['backends'],
      ['select.ts'],
      ['index.ts', 'internal.ts'],
      ['conformance'],
    ],
  },
  {
    folder: 'packages/kernels/src/backends/wasm',
    levels: [
      ['code'],
      ['contract'],
      ['emit'],
      ['plan'],
      [
        'features.ts',
        'multiplyAdd.ts',
        'compile.ts',
        'executable.ts',
        'plannedBytes.ts',
        'profile.ts',
        'peak.ts',
        'backend.ts',
      ],
    ],
  },
  {
    folder: 'packages/core/src',
    levels: [
      ['errors.ts', 'nearest.ts', 'reason.ts', 'registry.ts', 'shellWord.ts'],
      ['random'],
      ['format'],
      ['images'],
      ['layers'],
      ['data'],
      ['metrics'],
      ['optimizers'],
      ['model'],
      ['training'],
      ['presets'],
      ['index.ts', 'index.node.ts', 'internal.ts', 'internal.node.ts'],
      ['testing'],
    ],
  },
  {
    folder: 'packages/ensemble/src',
    levels: [
      ['errors.ts', 'events.ts'],
      ['metrics'],
      ['combine'],
      ['evaluation'],
      ['testTimeAugmentation'],
      ['prediction.ts', 'file'],
      ['options'],
      ['member'],
      ['store'],
      ['ensemble.ts', 'executor'],
      ['control'],
      ['run'],
      ['benchmark'],
      ['recipes'],
      [
        'ensemble.node.ts',
        'planEnsemble.node.ts',
        'readRun.node.ts',
        'resumeEnsemble.node.ts',
        'trainEnsemble.node.ts',
      ],
      ['index.ts', 'index.node.ts', 'internal.ts', 'internal.node.ts'],
      ['testing'],
    ],
  },
];

/** Folders whose folders know nothing of each other. */
export const apart: readonly string[] = ['packages/kernels/src/backends'];

/** Packages that also run in a browser. */
export const portable: readonly string[] = ['kernels', 'core', 'ensemble'];

/** Modules of Node that touch files, and where `ensemble` may use them: the rest of a run goes through its store. */
export const fileModules = /^node:fs(\/promises)?$/;
export const touchesFiles: readonly string[] = [
  'packages/ensemble/src/store/fileStore.node.ts',
  'packages/ensemble/src/control/guard.node.ts',
  'packages/ensemble/src/control/lock.node.ts',
  // Reads what the system says of a process: whether the holder of a lock still lives.
  'packages/ensemble/src/control/process.node.ts',
];
