// Options that several benchmarks have, in the same words.

import { backendHelp } from '../../options/backends.ts';

export const flags = {
  model: ['--model <name>', '{names} (default: lecture-cnn)'],
  batchSize: ['--batch-size <n>', 'images a step (default: 256)'],
  workers: ['--workers <n>', 'worker threads (default: one a processor)'],
  seconds: ['--seconds <n>', 'time measured, after warming up (default: 10)'],
  backend: ['--backend <name>', `${backendHelp} (default: auto)`],
  backends: ['--backend <names>', `${backendHelp}; several with commas between, or all (default: auto)`],
  kernels: ['--kernels <kind>', 'fast, or strict: the same bits on every machine (default: fast)'],
  json: ['--json', 'print one JSON object'],
} as const;

/** What commander hands to a benchmark: `json`, and values for its schema to check. */
export interface BenchFlags {
  readonly json?: boolean;
}
