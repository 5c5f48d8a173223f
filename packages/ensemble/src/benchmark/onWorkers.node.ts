// Runs the same task on every thread of a pool made for it, all at once.

import type { TaskName } from '../executor/threads/tasks.ts';
import { createThreadPool } from '../executor/threads/threadPool.node.ts';

/**
 * @param jobOf what a worker is told, by its number
 * @throws {EnsembleError} `worker-failed`, as soon as one fails: the others are ended
 */
export async function onWorkers<Result>(
  workers: number,
  task: TaskName,
  jobOf: (worker: number) => unknown,
): Promise<readonly Result[]> {
  const pool = createThreadPool(workers);
  try {
    const tasks = Array.from({ length: workers }, (_, worker) => pool.start<Result>(task, jobOf(worker)));
    // If one fails, the others wait for it at the starting line: closing the pool ends them.
    return await Promise.all(tasks.map(({ result }) => result));
  } finally {
    await pool.close();
  }
}
