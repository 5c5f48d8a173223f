// The page at `/`: one file that needs nothing else, under a policy that lets it run only what it came with.

import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { html } from './html.ts';
import { runPage } from './script.ts';
import { styles } from './styles.ts';

export function pageRoutes(app: FastifyInstance): void {
  const script = `(${runPage.toString()})();`;
  const page = html(styles, script);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(styles)}'`,
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  app.get('/', { schema: { hide: true } }, async (_request, reply) => {
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy);
    return page;
  });
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
