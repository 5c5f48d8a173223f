// A Redis of a test's own: on a free port of the loopback interface, with its files in a folder that is removed.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Why tests that need Redis cannot run; null if they can. */
export const redisIsMissing: string | null =
  spawnSync('redis-server', ['--version']).status === 0 ? null : 'redis-server is not installed';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Kills it, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on its port, with what its files hold. */
  restart(): Promise<void>;
  /** Runs one command. */
  command(name: string, ...args: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a server that keeps every write, as a queue needs. */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-redis-'));
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];
  let process: ChildProcess;

  async function start(): Promise<void> {
    process = spawn('redis-server', [...options, ...durable], { stdio: 'ignore' });
    for (;;) {
      const answer = await command('PING').catch(() => null);
      if (answer === 'PONG') return;
      await setTimeout(20);
    }
  }
  async function command(name: string, ...args: string[]): Promise<unknown> {
    const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }
  async function kill(): Promise<void> {
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    restart: start,
    command,
    async close() {
      if (process.exitCode === null && process.signalCode === null) await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(),
      );
    });
  });
}
