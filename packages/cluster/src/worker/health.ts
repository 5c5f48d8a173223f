// What a worker says of itself over HTTP, for probes and for Prometheus.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClusterError, messageOf } from '../errors.ts';

/** A worker at a moment. */
export interface WorkerHealth {
  readonly machine: string;
  readonly state: 'working' | 'draining';
  readonly queue: 'ready' | 'away';
  readonly slots: number;
  readonly busy: number;
  /** Since it started: members that ended, by how. */
  readonly members: Readonly<Record<MemberEnd, number>>;
  readonly uploads: { readonly waiting: number; readonly writes: number; readonly bytes: number };
}

export const memberEnds = ['finished', 'failed', 'stopped', 'handedBack', 'lost'] as const;
export type MemberEnd = (typeof memberEnds)[number];

/** The server of a worker's health and metrics. */
export interface HealthServer {
  readonly url: string;
  /** Stops listening; resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Serves `/healthz` and `/metrics` on the loopback interface.
 * @throws {ClusterError} `invalid-option` if the port is taken
 */
export async function serveHealth(port: number, health: () => WorkerHealth): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const now = health();
    if (request.method !== 'GET') response.writeHead(405).end();
    else if (pathname === '/healthz') {
      const status = now.state === 'working' ? 200 : 503;
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(now)}\n`);
    } else if (pathname === '/metrics') {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metricsText(now));
    } else response.writeHead(404).end();
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new ClusterError(
          'invalid-option',
          `health-port: expected a free port, got ${port}: ${messageOf(cause)}`,
          { cause },
        ),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** The text format of Prometheus. */
export function metricsText({ queue, slots, busy, members, uploads }: WorkerHealth): string {
  const metric = (name: string, type: 'gauge' | 'counter', help: string, values: readonly string[]) => [
    `# HELP convoy_worker_${name} ${help}`,
    `# TYPE convoy_worker_${name} ${type}`,
    ...values.map((value) => `convoy_worker_${name}${value}`),
  ];
  return [
    ...metric('slots', 'gauge', 'Members that the worker trains at once.', [` ${slots}`]),
    ...metric('busy', 'gauge', 'Members that it trains now.', [` ${busy}`]),
    ...metric('queue_up', 'gauge', 'Whether the queue can be reached.', [` ${queue === 'ready' ? 1 : 0}`]),
    ...metric(
      'members_total',
      'counter',
      'Members that it worked on, by how that ended.',
      memberEnds.map((end) => `{end="${end}"} ${members[end]}`),
    ),
    ...metric('uploads_waiting', 'gauge', 'Checkpoints that wait for the store.', [` ${uploads.waiting}`]),
    ...metric('uploads_total', 'counter', 'Checkpoints that were uploaded.', [` ${uploads.writes}`]),
    ...metric('upload_bytes_total', 'counter', 'Bytes of these.', [` ${uploads.bytes}`]),
    '',
  ].join('\n');
}
