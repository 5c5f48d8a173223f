import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ServeError } from '../errors.ts';

/**
 * A hook that lets only requests with this bearer token pass. Digests are compared, so that neither the time that it
 * takes nor the token's length says anything about the token.
 */
export function requireToken(token: string): (request: FastifyRequest) => Promise<void> {
  const expected = digestOf(token);
  return async ({ headers }) => {
    const [, given] = /^Bearer +(.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given !== undefined && timingSafeEqual(digestOf(given), expected)) return;
    const got = headers.authorization === undefined ? 'none' : 'another one';
    throw new ServeError('unauthorized', `authorization: expected the server's bearer token, got ${got}`);
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
