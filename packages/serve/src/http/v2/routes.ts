// The Open Inference Protocol, version 2, over HTTP (github.com/kserve/open-inference-protocol).

import type { FastifyInstance } from 'fastify';
import type { Models } from '../../models/models.ts';
import { type ModelParams, readyPredictor, withModel } from '../call.ts';
import * as docs from './docs.ts';
import { readInferRequest } from './request.ts';
import { writeInferResponse } from './response.ts';
import { modelMetadata } from './tensors.ts';

/** What load balancers ask: without a token. */
export function healthRoutes(app: FastifyInstance, models: Models): void {
  app.get('/v2/health/live', { schema: docs.live }, async () => ({ live: true }));
  app.get('/v2/health/ready', { schema: docs.ready }, async (_request, reply) => {
    reply.code(models.isReady ? 200 : 503);
    return { ready: models.isReady };
  });
}

/** @param maxRows that one request may have */
export function inferenceRoutes(
  app: FastifyInstance,
  models: Models,
  version: string,
  maxRows: number,
): void {
  app.get('/v2', { schema: docs.server }, async () => ({
    name: 'convoy',
    version,
    extensions: ['binary_tensor_data'],
  }));
  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    app.get<{ Params: ModelParams }>(path, { schema: docs.metadata }, async ({ params }) => {
      const model = models.find(params.model, params.version);
      const versions = models.all.filter(({ name }) => name === model.name).map((one) => one.version);
      return modelMetadata(model.name, versions, readyPredictor(models, model).model);
    });
    app.get<{ Params: ModelParams }>(
      `${path}/ready`,
      { schema: docs.modelReady },
      async ({ params }, reply) => {
        const model = models.find(params.model, params.version);
        const ready = model.predictor !== null && !models.isDraining;
        reply.code(ready ? 200 : 503);
        return { name: model.name, ready };
      },
    );
    app.post(`${path}/infer`, { schema: docs.infer }, (request, reply) =>
      withModel(models, request, reply, async ({ model, predictor, signal }) => {
        const header = request.headers['inference-header-content-length'];
        const most = Math.min(maxRows, predictor.options.maxQueue);
        const call = readInferRequest(request.body, header?.toString(), predictor.model, most);
        const prediction = await predictor.predict(call.images, { signal });
        const response = writeInferResponse(model.name, model.version, predictor.model, call, prediction);
        const { body, headerLength } = response;
        if (headerLength === null) return reply.type('application/json').send(body);
        reply.header('inference-header-content-length', String(headerLength));
        return reply.type('application/octet-stream').send(body);
      }),
    );
  }
}
