// autocannon against one server: a closed loop in which every connection sends its next request when it has its answer.

import autocannon from 'autocannon';

/** What every request sends. */
export interface Target {
  readonly path: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly connections: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Requests that failed, of whatever kind. */
  readonly failures: number;
}

export async function measure(
  url: string,
  { path, body, headers }: Target,
  connections: number,
  seconds: number,
): Promise<Measured> {
  const options = {
    url: url + path,
    method: 'POST' as const,
    body: Buffer.from(body),
    headers: { ...headers },
    connections,
  };
  // Code that is compiled and memory that is there, as in a server that has run for a while.
  await autocannon({ ...options, duration: Math.min(1, seconds) });
  const { requests, latency, non2xx, errors, timeouts, duration } = await autocannon({
    ...options,
    duration: seconds,
  });
  return {
    connections,
    requestsPerSecond: requests.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    failures: non2xx + errors + timeouts,
  };
}
