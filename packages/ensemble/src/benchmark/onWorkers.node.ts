// Runs the same task on every thread of a pool made for it, all at once.

import { createThreadPool, type ThreadPool, workerBeside } from '../executor/threads/threadPool.node.ts';

/** Functions that a benchmark's worker exports, by name. */
export type BenchmarkTask = keyof typeof import('./benchmarkWorker.node.ts');

/** Threads that measure instead of training members. */
export function createBenchmarkPool(workers: number): ThreadPool {
  return createThreadPool(workers, workerBeside(import.meta.url, 'benchmarkWorker.node'));
}

/**
 * @param jobOf what a worker is told, by its number
 * @throws {EnsembleError} `worker-failed`, as soon as one fails: the others are ended
 */
export async function onWorkers<Result>(
  workers: number,
  task: BenchmarkTask,
  jobOf: (worker: number) => unknown,
): Promise<readonly Result[]> {
  const pool = createBenchmarkPool(workers);
  try {
    const tasks = Array.from({ length: workers }, (_, worker) => pool.start<Result>(task, jobOf(worker)));
    // If one fails, the others wait for it at the starting line: closing the pool ends them.
    return await Promise.all(tasks.map(({ result }) => result));
  } finally {
    await pool.close();
  }
}
