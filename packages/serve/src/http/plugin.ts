// The routes of a prediction server as a Fastify plugin, for a server of its own or for a part of another.

import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Models } from '../models/models.ts';
import { pageRoutes } from '../page/routes.ts';
import { requireToken } from './authorize.ts';
import { answerError } from './errors.ts';
import { createMetrics } from './metrics.ts';
import { predictRoutes } from './predict/routes.ts';
import { healthRoutes, inferenceRoutes } from './v2/routes.ts';

/** Options for `predictionRoutes`. */
export interface RouteOptions {
  readonly models: Models;
  /** Bearer token that every route asks for, but for health, the page and the documentation. @default none */
  readonly token?: string;
  /** Images that one request may have. @default 1024 */
  readonly maxRows?: number;
  /** Bytes that a body may have. @default 16777216 */
  readonly maxBody?: number;
}

/** What the server says of itself in `GET /v2`. */
const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/**
 * A Fastify plugin with every route of `convoy serve`.
 * @example
 * const models = createModels([{ run: 'runs/a' }]);
 * await app.register(predictionRoutes, { models });
 */
export async function predictionRoutes(app: FastifyInstance, options: RouteOptions): Promise<void> {
  const { models, token, maxRows = 1024, maxBody = 16 * 2 ** 20 } = options;
  const [multipart, swagger, swaggerUi] = await Promise.all([
    import('@fastify/multipart'),
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  const metrics = createMetrics(models);
  app.addHook('onClose', async () => metrics.stop());
  app.setErrorHandler(answerError);
  // Schemas describe; what checks a request names the field in words.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (models.isDraining) reply.header('connection', 'close');
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBody }, (_request, body, done) =>
    done(null, body),
  );
  await app.register(multipart.default, {
    limits: { fileSize: maxBody, files: maxRows, fields: 16, parts: maxRows + 16, headerPairs: 32 },
  });
  await app.register(swagger.default, {
    openapi: {
      info: { title: 'Convoy', version, description: 'Predictions of ensembles of convolutional networks.' },
      ...(token !== undefined && {
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
        security: [{ token: [] }],
      }),
    },
  });
  await app.register(swaggerUi.default, { routePrefix: '/docs', staticCSP: true });
  healthRoutes(app, models);
  pageRoutes(app);
  await app.register(async (api) => {
    if (token !== undefined) api.addHook('onRequest', requireToken(token));
    inferenceRoutes(api, models, version, maxRows);
    predictRoutes(api, models, { maxRows, maxBody });
    const schema = { tags: ['Metrics'], summary: 'Counts and times, for Prometheus' };
    api.get('/metrics', { schema }, async (_request, reply) => {
      reply.type('text/plain; version=0.0.4; charset=utf-8');
      return metrics.text();
    });
  });
}
