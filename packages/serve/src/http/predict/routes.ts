// Predictions for people: `curl --data-binary @seven.png URL/v1/models/NAME:predict`.

import type { FastifyInstance } from 'fastify';
import type { Models, ServedModel } from '../../models/models.ts';
import type { CallOptions, Predictor } from '../../predictor/predictor.ts';
import { withModel } from '../call.ts';
import { errors } from '../v2/docs.ts';
import { answerOf, type ImageAnswer } from './answer.ts';
import { type BodyLimits, type Given, readBody } from './body.ts';

const tags = ['Prediction'];

const predictDocs = {
  tags,
  summary: 'Classify pictures',
  description:
    'The body is a PNG, JPEG or WebP file, raw pixels as bytes, a form with files, or JSON: `{ "image": base64 }` or ' +
    '`{ "images": [base64, …] }`. The answer for several images has them in order in `predictions`.',
  consumes: [
    'image/png',
    'image/jpeg',
    'application/octet-stream',
    'multipart/form-data',
    'application/json',
  ],
  body: {
    type: 'object',
    properties: {
      image: { type: 'string', description: 'base64' },
      images: { type: 'array', items: { type: 'string', description: 'base64' } },
    },
  },
  response: {
    200: {
      description: 'Label, class probabilities, entropy and every vote',
      type: 'object',
      additionalProperties: true,
    },
    ...errors,
  },
} as const;

export function predictRoutes(app: FastifyInstance, models: Models, limits: BodyLimits): void {
  app.get('/v1/models', { schema: { tags, summary: 'The models that are served' } }, async () => ({
    models: models.all.map(describe),
  }));
  // Two colons are one that is no parameter.
  for (const path of [
    '/v1/models/:model(^[^/:]+)',
    '/v1/models/:model(^[^/:]+)/versions/:version(^[^/:]+)',
  ]) {
    app.post(`${path}::predict`, { schema: predictDocs }, (request, reply) =>
      withModel(models, request, reply, async ({ model, predictor, signal }) => {
        const rowBytes = predictor.model.imageShape.reduce((product, extent) => product * extent, 1);
        const most = Math.min(limits.maxRows, predictor.options.maxQueue);
        const given = await readBody(request, rowBytes, { ...limits, maxRows: most });
        const predictions = await answer(predictor, given, { signal });
        const [only] = predictions.length === 1 ? predictions : [];
        return { model: model.name, version: model.version, ...(only ?? { predictions }) };
      }),
    );
  }
}

async function answer(
  predictor: Predictor,
  given: Given,
  options: CallOptions,
): Promise<readonly ImageAnswer[]> {
  if (given.kind === 'pixels') {
    const prediction = await predictor.predict(given.bytes, options);
    return Array.from({ length: given.rows }, (_, row) => answerOf(predictor.model, prediction, row));
  }
  const classified = await Promise.all(
    given.files.map(({ bytes, name }) => predictor.classify(bytes, { ...options, name })),
  );
  return classified.map(({ prediction, image }) => answerOf(predictor.model, prediction, 0, image));
}

function describe({ name, version, predictor }: ServedModel) {
  if (predictor === null) return { name, version, ready: false };
  const { model, options } = predictor;
  const { weightBytes, members, ...rest } = model;
  return {
    name,
    version,
    ready: true,
    ...rest,
    members: members.length,
    weightBytes,
    workers: options.workers,
    maxBatch: options.maxBatch,
    abstainBelow: options.abstainBelow,
  };
}
