// The URL of a queue: `redis://user:password@host:6379/0?prefix=team`, or `rediss://` for TLS.

import { ClusterError } from '../errors.ts';

/** Where a queue is. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** What every key begins with: queues of several teams can share a server. */
  readonly prefix: string;
  /** For messages, without user and password. */
  readonly name: string;
}

const defaultPrefix = 'convoy';

/**
 * Reads the URL of a queue. User and password may come from the environment instead, so that no command line shows them.
 * @param environment `CONVOY_QUEUE_USER` and `CONVOY_QUEUE_PASSWORD`
 * @throws {ClusterError} `invalid-option`, without repeating a password
 */
export function parseQueueUrl(
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): QueueAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw invalid('a URL such as redis://127.0.0.1:6379', url.replace(/\/\/[^@/]*@/, '//'));
  }
  const tls = parsed.protocol === 'rediss:';
  const db = parsed.pathname.replace(/^\//, '') || '0';
  if (!/^\d{1,4}$/.test(db)) throw invalid('the number of a database after the host', db);
  const unknown = [...parsed.searchParams.keys()].find((key) => key !== 'prefix');
  if (unknown !== undefined) throw invalid('no parameter but prefix', unknown);
  const prefix = parsed.searchParams.get('prefix') ?? defaultPrefix;
  if (!/^[\w.-]{1,64}$/.test(prefix)) throw invalid('a prefix of letters, digits, ".", "-" and "_"', prefix);
  const username = decodeURIComponent(parsed.username) || environment.CONVOY_QUEUE_USER;
  const password = decodeURIComponent(parsed.password) || environment.CONVOY_QUEUE_PASSWORD;
  const port = Number(parsed.port || 6379);
  return {
    // The brackets of an IPv6 address belong to the URL.
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port,
    db: Number(db),
    tls,
    ...(username && { username }),
    ...(password && { password }),
    prefix,
    name: `${parsed.protocol}//${parsed.hostname}:${port}/${db}${prefix === defaultPrefix ? '' : `?prefix=${prefix}`}`,
  };
}

function invalid(expected: string, got: string): ClusterError {
  return new ClusterError('invalid-option', `queue: expected ${expected}, got ${got}`);
}
