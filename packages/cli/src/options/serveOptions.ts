// Options of `convoy serve`.

import {
  execution,
  type Kind,
  option,
  optional,
  probability,
  text,
  wholeNumber,
  yesOrNo,
} from '@convoy/ensemble/options';
import { pixelCounts } from '../data/folderOptions.ts';

const server = { determines: 'none', group: 'Server' } as const;
const limits = { determines: 'none', group: 'Limits' } as const;

const milliseconds: Kind<number> = {
  expected: 'milliseconds from 0',
  is: (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  read: Number,
};

export const serveOptions = {
  port: option({
    kind: wholeNumber(0, 65_535),
    default: 8080,
    ...server,
    flag: ['--port <port>', 'port to listen on, 0 for any that is free'],
  }),
  host: option({
    kind: text('an address'),
    default: '127.0.0.1',
    ...server,
    flag: ['--host <address>', 'address to listen on'],
  }),
  name: optional({
    kind: text('a name'),
    ...server,
    flag: ['--name <name>', 'name of the model, if there is one run (default: last segment of its path)'],
  }),
  token: optional({
    kind: text('a token'),
    ...server,
    flag: ['--token <token>', 'bearer token that requests must carry (default: $CONVOY_TOKEN, else none)'],
  }),
  watch: option({
    kind: yesOrNo,
    default: false,
    ...server,
    flag: ['--watch', 'reload a run when its file changes, as SIGHUP does'],
  }),
  workers: optional({
    kind: wholeNumber(1, 1024),
    ...server,
    flag: [
      '--workers <n>',
      'threads per run, each with a copy of its weights (default: processors less one)',
    ],
  }),
  maxBatch: option({
    kind: wholeNumber(1, 65_536),
    default: 64,
    ...server,
    flag: ['--max-batch <rows>', 'images per batch'],
  }),
  maxDelay: option({
    kind: milliseconds,
    default: 0,
    ...server,
    flag: ['--max-delay <ms>', 'how long an image waits for others while a worker is free'],
  }),
  abstainBelow: option({
    kind: probability,
    default: 0,
    ...server,
    flag: [
      '--abstain-below <probability>',
      'give no answer if the largest probability is below, such as 0.9',
    ],
  }),
  queue: option({
    kind: wholeNumber(1, 1_000_000),
    default: 1024,
    ...limits,
    flag: ['--queue <rows>', 'images that may wait; more are refused with status 429'],
  }),
  timeout: option({
    kind: wholeNumber(1, 3_600_000),
    default: 10_000,
    ...limits,
    flag: ['--timeout <ms>', 'time that a request may take'],
  }),
  maxRows: option({
    kind: wholeNumber(1, 1_000_000),
    default: 1024,
    ...limits,
    flag: ['--max-rows <rows>', 'images per request'],
  }),
  maxBody: option({
    kind: wholeNumber(1, 1_000_000_000),
    default: 16 * 2 ** 20,
    ...limits,
    flag: ['--max-body <bytes>', 'bytes per request'],
  }),
  maxPixels: option({
    kind: pixelCounts,
    default: 4096 * 4096,
    ...limits,
    flag: ['--max-pixels <n>', 'pixels per image file'],
  }),
  backend: execution.backend,
  json: option({
    kind: yesOrNo,
    default: false,
    ...server,
    flag: ['--json', 'print one JSON event per line'],
  }),
};
