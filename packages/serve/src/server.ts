// A server of its own around the routes: listening, limits on slow clients, and shutting down without losing an answer.

import type { AddressInfo } from 'node:net';
import { messageOf, ServeError } from './errors.ts';
import { predictionRoutes, type RouteOptions } from './http/plugin.ts';
import { createModels, type Models } from './models/models.ts';
import type { ModelSource } from './models/source.ts';
import type { PredictorOptions } from './predictor/options.ts';

/** Options for `startServer`. */
export interface ServerOptions extends PredictorOptions, Omit<RouteOptions, 'models'> {
  readonly runs: readonly ModelSource[];
  /** 0 for any that is free. @default 8080 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Milliseconds in which a request must have arrived whole. @default 30000 */
  readonly requestTimeout?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly models: Models;
  /** Refuses new predictions, finishes those that it has, and ends. */
  close(): Promise<void>;
}

/**
 * Starts a prediction server, and resolves when it listens and every model can predict. It answers health checks
 * before.
 * @throws {ServeError} `invalid-option` or `unavailable`: an option is wrong, a run cannot be loaded, or the port is taken
 * @example
 * const server = await startServer({ runs: [{ run: 'runs/a' }], port: 8080 });
 * console.log(server.url);
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { runs, port = 8080, host = '127.0.0.1', requestTimeout = 30_000 } = options;
  const { token, maxRows, maxBody = 16 * 2 ** 20, ...predictorOptions } = options;
  const models = createModels(runs, predictorOptions);
  const { fastify } = await import('fastify');
  const app = fastify({
    bodyLimit: maxBody,
    requestTimeout,
    // What is half sent must not keep its connection: Node looks only every 30 seconds by itself.
    http: {
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(1000, requestTimeout),
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false, // The routes say it in their own words.
    routerOptions: { maxParamLength: 256 },
  });
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({
      error: `route: ${request.method} ${request.url.slice(0, 100)} does not exist; /docs lists all`,
    });
  });
  try {
    await app.register(predictionRoutes, {
      models,
      maxBody,
      ...(token !== undefined && { token }),
      ...(maxRows !== undefined && { maxRows }),
    });
    await listen(() => app.listen({ port, host }), host, port);
    await models.loaded;
  } catch (error) {
    await Promise.all([app.close(), models.close()]);
    throw error;
  }
  return {
    url: urlOf(app.server.address() as AddressInfo),
    models,
    async close() {
      models.drain();
      await app.close();
      await models.close();
    },
  };
}

async function listen(start: () => Promise<unknown>, host: string, port: number): Promise<void> {
  try {
    await start();
  } catch (error) {
    throw new ServeError('unavailable', `${host}:${port}: cannot listen: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
