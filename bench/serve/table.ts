// What was measured, as a table that a page can hold as it is.

import type { Measured } from './load.ts';

export interface Row extends Measured {
  readonly server: string;
  readonly members: number;
  readonly request: 'raw' | 'png';
  /** Null where the server does not say. */
  readonly meanBatch: number | null;
  /** 99th percentile of the event loop's delay since the server was ready, in milliseconds. */
  readonly eventLoopDelay: number | null;
  readonly megabytes: number | null;
  readonly startup: number;
}

const columns = [
  'server',
  'members',
  'request',
  'connections',
  'requests/s',
  'p50',
  'p99',
  'mean batch',
  'loop delay',
  'memory',
  'start-up',
];
export const heading = `| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}`;

export function lineOf(row: Row): string {
  const shown = (value: number | null, digits: number, unit: string) =>
    value === null ? '–' : `${value.toFixed(digits)}${unit}`;
  const cells = [
    row.server,
    row.members,
    row.request,
    row.connections,
    `${Math.round(row.requestsPerSecond).toLocaleString('en-US')}${row.failures > 0 ? `, ${row.failures} failed` : ''}`,
    shown(row.p50, 0, ' ms'),
    shown(row.p99, 0, ' ms'),
    shown(row.meanBatch, 1, ''),
    shown(row.eventLoopDelay, 1, ' ms'),
    shown(row.megabytes, 0, ' MB'),
    shown(row.startup, 0, ' ms'),
  ];
  return `| ${cells.join(' | ')} |`;
}
