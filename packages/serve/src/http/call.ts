// What every prediction over HTTP has in common: the model that answers, the client that may leave, the failure that is
// counted.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServeError } from '../errors.ts';
import type { Models, ServedModel } from '../models/models.ts';
import type { Predictor } from '../predictor/predictor.ts';
import { failureReason } from './errors.ts';

/** The parameters of a route that names a model. */
export interface ModelParams {
  readonly model: string;
  readonly version?: string;
}

export interface Call {
  readonly model: ServedModel;
  readonly predictor: Predictor;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

/** Answers a request with a model that is ready; what it throws is counted as the model's failure. */
export async function withModel<Answer>(
  models: Models,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  const { model: name, version } = request.params as ModelParams;
  const model = models.find(name, version);
  try {
    return await answer({ model, predictor: readyPredictor(models, model), signal: goneSignal(reply) });
  } catch (error) {
    model.statistics.failures[failureReason(error)] += 1;
    throw error;
  }
}

/** @throws {ServeError} `unavailable` */
export function readyPredictor(models: Models, { name, predictor }: ServedModel): Predictor {
  if (models.isDraining) throw new ServeError('unavailable', 'this server is shutting down');
  if (predictor === null) throw new ServeError('unavailable', `model: ${name} is still loading`);
  return predictor;
}

function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const { raw } = reply;
  if (raw.destroyed) controller.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
