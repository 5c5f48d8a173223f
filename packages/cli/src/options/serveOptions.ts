// Options of `convoy serve` that have a value to check.

import { z } from 'zod';
import { probability, text, wholeNumber, zeroOrMore } from './schemas.ts';

export const serveOptions = z.strictObject({
  port: wholeNumber(0, 65_535).default(8080),
  host: text.default('127.0.0.1'),
  workers: wholeNumber(1, 1024).optional(),
  maxBatch: wholeNumber(1, 65_536).default(64),
  maxDelay: zeroOrMore.default(0),
  queue: wholeNumber(1, 1_000_000).default(1024),
  timeout: wholeNumber(1, 3_600_000).default(10_000),
  maxRows: wholeNumber(1, 1_000_000).default(1024),
  maxBody: wholeNumber(1, 1_000_000_000).default(16 * 2 ** 20),
  maxPixels: wholeNumber(1, 1_000_000_000).default(4096 * 4096),
  abstainBelow: probability.default(0),
  name: text.optional(),
  token: text.optional(),
});
