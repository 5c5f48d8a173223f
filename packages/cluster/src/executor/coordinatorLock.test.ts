import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectQueue, type QueueConnection } from '../queue/connection.ts';
import { type RedisServer, redisIsMissing, startRedis } from '../testing/redisServer.ts';
import { lockCoordinator } from './coordinatorLock.ts';

describe.skipIf(redisIsMissing !== null)(`with Redis (${redisIsMissing ?? 'a server of its own'})`, () => {
  let redis: RedisServer;
  let connection: QueueConnection;
  beforeAll(async () => {
    redis = await startRedis();
    connection = connectQueue(redis.url, () => undefined);
  });
  afterAll(async () => {
    await connection.close();
    await redis.close();
  });

  test('a run has one coordinator, until that one releases it', async () => {
    const first = await lockCoordinator(connection, 'one');
    await expect(lockCoordinator(connection, 'one')).rejects.toMatchObject({
      code: 'run-locked',
      message: expect.stringContaining(`process ${process.pid} on `),
    });
    await first.release();
    await (await lockCoordinator(connection, 'one')).release();
  });

  test('after Redis was emptied the coordinator takes its run anew', async () => {
    const lock = await lockCoordinator(connection, 'two', 20);
    await redis.command('FLUSHALL');
    while ((await redis.command('EXISTS', connection.key('coordinator', 'two'))) === 0) await setTimeout(10);
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
    expect(await redis.command('EXISTS', connection.key('coordinator', 'two'))).toBe(0);
  });

  test('a coordinator hears that another has its run, and does not take that away', async () => {
    const lock = await lockCoordinator(connection, 'three', 20);
    const key = connection.key('coordinator', 'three');
    await redis.command('SET', key, 'another');
    while (!lock.lost.aborted) await setTimeout(10);
    expect(lock.lost.reason).toMatchObject({ code: 'run-locked' });
    await lock.release();
    expect(await redis.command('GET', key)).toBe('another');
  });

  test('an outage ends neither the lock nor the process', async () => {
    const lock = await lockCoordinator(connection, 'four', 20);
    await redis.kill();
    await setTimeout(200);
    await redis.restart();
    while (connection.client.status !== 'ready') await setTimeout(10);
    await setTimeout(100);
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
  });
});
