// Where and how fast a run goes, and what it leaves.

import { type BackendName, backendNames } from '@convoy/kernels';
import type { TrainEvent } from '../events.ts';
import { type Kind, oneOf, passed, text, wholeNumber } from './kind.ts';
import { option, optional } from './option.ts';

/** `fast`, or the same bits on every machine. */
export const kernelKinds = ['fast', 'strict'] as const;

/** A backend by its name. */
const backends: Kind<BackendName | (string & {})> = oneOf(backendNames);

/** Backends as a help text lists them. */
export const backendHelp = 'auto, wasm, gpu, gpu:MODE (webgpu, headlessgl, webasm or cpu) or reference';

const isListener = (value: unknown): value is (event: TrainEvent) => void => typeof value === 'function';
const isSignal = (value: unknown): value is AbortSignal => value instanceof AbortSignal;

export const execution = {
  /** Worker threads; each trains one member at a time. @default the number of processors, at most `members` */
  workers: optional({
    kind: wholeNumber(1),
    determines: 'none',
    group: 'Execution and output',
    flag: ['--workers <n>', 'worker threads (default: one per processor)'],
  }),
  /** What runs the network; `auto` chooses by what the machine has. @default 'auto' */
  backend: option<BackendName | (string & {}), 'member'>({
    kind: backends,
    default: 'auto',
    determines: 'member',
    group: 'Execution and output',
    flag: ['--backend <name>', backendHelp],
  }),
  /** `strict` gives the same bits on every machine, more slowly. @default 'fast' */
  kernels: option({
    kind: oneOf(kernelKinds),
    default: 'fast',
    determines: 'member',
    group: 'Execution and output',
    flag: ['--kernels <kind>', 'fast, or strict: the same bits on every machine'],
  }),
  /** The folder of datasets in which it was found; kept in run.json for whoever resumes the run. */
  dataDir: optional({
    kind: text('a folder'),
    determines: 'none',
    group: 'Execution and output',
    flag: ['--data-dir <folder>', "folder of datasets (default: $CONVOY_DATA, then the user's cache)"],
  }),
  /** The run directory to write; it must not exist or be empty. Nothing is written if it is not given. */
  out: optional({
    kind: text('a folder'),
    determines: 'none',
    group: 'Execution and output',
    flag: ['--out <folder>', 'run directory to write (default: runs/<dataset>-<model>-seed<seed>)'],
  }),
  /** Receives what happens, as `convoy train --json` prints it. */
  onEvent: optional({
    kind: passed('a function', isListener),
    determines: 'none',
    group: 'Execution and output',
  }),
  /** Stops the run at the members' next batch; what is finished is kept. */
  signal: optional({
    kind: passed('an AbortSignal', isSignal),
    determines: 'none',
    group: 'Execution and output',
  }),
};
