// What a coordinator wants of members: kept by job in a hash until it is done, and announced on a channel, so that a worker
// hears it at once and one that starts later, or was away, finds it.

import * as z from 'zod/mini';
import type { QueueConnection } from './connection.ts';

const orderNames = ['run', 'pause', 'stop', 'kill'] as const;

/** `stop` saves a checkpoint first, `kill` does not. */
export type Order = (typeof orderNames)[number];

const orderSchema = z.enum(orderNames);
const messageSchema = z.object({ job: z.string(), order: orderSchema });

/** Orders that nobody reads are forgotten after this long. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** Gives an order about a job, whoever trains it. */
export async function giveOrder(queue: QueueConnection, job: string, order: Order): Promise<void> {
  const key = queue.key('order', job);
  if (order === 'run') await queue.client.del(key);
  else await queue.client.set(key, order, 'EX', KEPT_SECONDS);
  await queue.client.publish(queue.key('orders'), JSON.stringify({ job, order }));
}

/** The order that stands for a job. */
export async function standingOrder(queue: QueueConnection, job: string): Promise<Order> {
  const found = orderSchema.safeParse(await queue.client.get(queue.key('order', job)));
  return found.success ? found.data : 'run';
}

/** Forgets what stands for a job. */
export async function withdrawOrder(queue: QueueConnection, job: string): Promise<void> {
  await queue.client.del(queue.key('order', job));
}

/** Hears orders as they are given, on a connection of its own. */
export interface OrderListener {
  close(): Promise<void>;
}

/**
 * @param onOrder receives each order, for every job
 * @param onBack is called when the server is reached again: orders may have been missed
 */
export function listenForOrders(
  queue: QueueConnection,
  onOrder: (job: string, order: Order) => void,
  onBack: () => void,
): OrderListener {
  const listener = queue.client.duplicate();
  // The shared connection complains about an outage; this one only follows.
  listener.on('error', () => undefined);
  listener.on('ready', onBack);
  listener.on('message', (_, text) => {
    const message = messageSchema.safeParse(parsed(text));
    if (message.success) onOrder(message.data.job, message.data.order);
  });
  listener.subscribe(queue.key('orders')).catch(() => undefined);
  return {
    async close() {
      listener.disconnect();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Of somebody else on the channel.
  }
}
