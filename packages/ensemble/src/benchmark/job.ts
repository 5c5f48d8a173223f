import type { LossSpec, OptimizerSpec, Seed, SequentialConfig, Split } from '@convoy/core';
import type { ControlWord } from '../executor/threads/controlWord.ts';
import type { StartingLine } from './startingLine.ts';

/** One worker's part of a benchmark of training or inference. */
export interface BenchmarkJob {
  readonly model: SequentialConfig;
  readonly optimizer: OptimizerSpec;
  readonly loss: LossSpec;
  readonly batchSize: number;
  readonly backend: string;
  readonly kernels: 'fast' | 'strict';
  readonly seed: Seed;
  readonly rows: Split;
  /** Worked before the measurement begins, so that compiling and warming up are not in it. */
  readonly warmupSeconds: number;
  readonly seconds: number;
  readonly start: StartingLine;
  /** Ends the measurement before its time. */
  readonly control?: ControlWord;
}

export interface BenchmarkResult {
  /** Trained or predicted in the measured time. */
  readonly images: number;
  readonly seconds: number;
}
