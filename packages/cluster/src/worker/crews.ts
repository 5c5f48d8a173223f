// The training threads of a worker: one executor per run and dataset, kept while members of it keep coming.

import type { DatasetRows, Executor, RunStore } from '@convoy/ensemble';
import { threadExecutor } from '@convoy/ensemble/node';
import { type UploadStatistics, type WriteBehindStore, writeBehind } from './writeBehind.ts';

export interface Crew {
  readonly executor: Executor;
  /** The run's store as its threads see it. */
  readonly store: WriteBehindStore;
}

export interface Crews {
  /** The threads for a job; `leave` says that it needs them no more. */
  join(run: string, dataset: DatasetRows, store: RunStore): Crew & { leave(): void };
  readonly uploads: UploadStatistics;
  close(): Promise<void>;
}

export function createCrews(
  slots: number,
  options: { readonly patienceSeconds: number; readonly warn: (message: unknown) => void },
): Crews {
  const crews = new Map<string, Crew & { users: number }>();
  const before = { writes: 0, bytes: 0 };

  function retire(key: string): Promise<void> {
    const crew = crews.get(key);
    crews.delete(key);
    before.writes += crew?.store.statistics.writes ?? 0;
    before.bytes += crew?.store.statistics.bytes ?? 0;
    return crew?.executor.close() ?? Promise.resolve();
  }

  return {
    join(run, dataset, store) {
      const key = `${dataset.sha256} ${run}`;
      for (const [other, { users }] of crews) if (other !== key && users === 0) void retire(other);
      let crew = crews.get(key);
      if (crew === undefined) {
        const behind = writeBehind(store, options);
        const executor = threadExecutor({ workers: slots, dataset, store: behind });
        crew = { executor, store: behind, users: 0 };
        crews.set(key, crew);
      }
      const joined = crew;
      joined.users += 1;
      return {
        executor: joined.executor,
        store: joined.store,
        leave: () => {
          joined.users -= 1;
        },
      };
    },
    get uploads() {
      const now = [...crews.values()].map(({ store }) => store.statistics);
      const sum = (of: (each: UploadStatistics) => number) =>
        now.reduce((total, each) => total + of(each), 0);
      return {
        waiting: sum(({ waiting }) => waiting),
        writes: before.writes + sum(({ writes }) => writes),
        bytes: before.bytes + sum(({ bytes }) => bytes),
      };
    },
    async close() {
      await Promise.all([...crews.keys()].map(retire));
    },
  };
}
