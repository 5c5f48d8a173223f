import { memoryStore, type RunStore } from '@convoy/ensemble';
import { processorKind } from '@convoy/ensemble/internal/node';
import { afterAll, beforeAll, describe } from 'vitest';
// The suite that every executor passes.
import { describeExecutor } from '../../../ensemble/src/testing/describeExecutor.ts';
import { connectQueue, type QueueConnection } from '../queue/connection.ts';
import { type RedisServer, redisIsMissing, startRedis } from '../testing/redisServer.ts';
import { type ClusterWorker, startWorker } from '../worker/worker.ts';
import { queueExecutor } from './queueExecutor.ts';

describe.skipIf(redisIsMissing !== null)(`with Redis (${redisIsMissing ?? 'a server of its own'})`, () => {
  let redis: RedisServer;
  let worker: ClusterWorker;
  let connection: QueueConnection;
  const stores = new Map<string, RunStore>();
  const shared = memoryStore();
  const warnings: string[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    connection = connectQueue(redis.url, (message) => warnings.push(message));
    worker = await startWorker({
      queue: redis.url,
      store: { shared, run: async (name) => stores.get(name) ?? memoryStore() },
      name: 'test',
      slots: 2,
      reportSeconds: 0.05,
    });
  });
  afterAll(async () => {
    await worker.drain();
    await connection.close();
    await redis.close();
  });

  describeExecutor('queue', (context) => {
    const run = `run-${stores.size}`;
    stores.set(run, context.store);
    const options = { connection, run, kernels: processorKind(), shared, lookSeconds: 1 };
    return queueExecutor({ ...options, warn: (message) => warnings.push(message) })(context);
  });
});
