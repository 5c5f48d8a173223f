// Errors as HTTP answers: `{ "error": "field: expected …, got …" }`, the form of the Open Inference Protocol.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ServeError, type ServeErrorCode } from '../errors.ts';
import type { FailureReason } from '../predictor/statistics.ts';

const answers: Readonly<Record<ServeErrorCode, { readonly status: number; readonly reason: FailureReason }>> =
  {
    'invalid-option': { status: 500, reason: 'OTHER' },
    'invalid-request': { status: 400, reason: 'OTHER' },
    unauthorized: { status: 401, reason: 'OTHER' },
    'not-found': { status: 404, reason: 'OTHER' },
    'too-large': { status: 413, reason: 'OTHER' },
    'queue-full': { status: 429, reason: 'REJECTED' },
    unavailable: { status: 503, reason: 'REJECTED' },
    deadline: { status: 504, reason: 'REJECTED' },
    // Nobody reads it; nginx's number for a client that left, for logs.
    cancelled: { status: 499, reason: 'CANCELED' },
    'worker-failed': { status: 500, reason: 'BACKEND' },
  };

/** Seconds after which a client that was sent away may come again. */
const retryAfter = { 429: '1', 503: '5' } as const;

export function failureReason(error: unknown): FailureReason {
  return error instanceof ServeError ? answers[error.code].reason : 'OTHER';
}

export function answerError(
  error: FastifyError | Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = statusOf(error);
  if (status === 429 || status === 503) reply.header('retry-after', retryAfter[status]);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  // A connection that closes before the client has sent everything takes the answer with it. Node drops the rest of the
  // body, for as long as a request may take.
  if (status === 413) reply.removeHeader('connection');
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: wordsOf(error, status) }));
}

function statusOf(error: FastifyError | Error): number {
  if (error instanceof ServeError) return answers[error.code].status;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 600 ? status : 500;
}

function wordsOf(error: Error, status: number): string {
  if (error instanceof ServeError) return error.message;
  // What a library says of a request is for its sender; what it says of itself is not.
  return status < 500 ? `request: ${error.message}` : 'the server failed to answer; its log says why';
}
