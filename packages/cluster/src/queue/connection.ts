// One connection to Redis per process, shared by all that do not block. It waits out an outage: commands are kept until the
// server is back, and complaints are passed on once per outage.

import { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import { parseQueueUrl } from './address.ts';

/** What the rest of the package needs of a queue's server. */
export interface QueueConnection {
  readonly client: Redis;
  /** For messages, without user and password. */
  readonly name: string;
  readonly prefix: string;
  /** A key or a channel of this queue. */
  key(...parts: readonly string[]): string;
  close(): Promise<void>;
}

/** The longest pause between two attempts to reach the server. */
const MOST_PAUSE_MS = 2000;

/**
 * Connects to a queue; resolves at once, also while the server is away.
 * @param onOutage receives one message when the server goes away
 * @throws {ClusterError} `invalid-option` if the URL is not one of a queue
 */
export function connectQueue(url: string, onOutage: (message: string) => void): QueueConnection {
  const { name, prefix, tls, ...address } = parseQueueUrl(url);
  let isComplaining = false;
  const client = new Redis({
    ...address,
    ...(tls && { tls: { servername: address.host } }),
    // What is asked of a server that is away is answered when it is back.
    maxRetriesPerRequest: null,
    retryStrategy: (attempts) => Math.min(100 * attempts, MOST_PAUSE_MS),
    // A half-open connection looks alive to the system for minutes.
    keepAlive: 10_000,
  });
  client.on('error', (error) => {
    if (!isComplaining) onOutage(`queue ${name} is away: ${messageOf(error)}; waiting for it`);
    isComplaining = true;
  });
  client.on('ready', () => {
    isComplaining = false;
  });
  return {
    client,
    name,
    prefix,
    key: (...parts) => [prefix, ...parts].join(':'),
    async close() {
      client.disconnect();
    },
  };
}

/** The name of the queue of a kind of kernels: machines take jobs of their own kind, and `strict` ones. */
export function queueName(kernels: string): string {
  return `members-${kernels}`;
}
