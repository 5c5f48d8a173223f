import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** Processes that wanted to run in the minute before: above 0.5, other work disturbs what is measured. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}, kernel ${release()}`,
    loadBefore: loadavg()[0] ?? 0,
  };
}
