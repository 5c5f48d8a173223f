import { z } from 'zod';
import { text, wholeNumber } from './schemas.ts';

export const summaryOptions = z.strictObject({
  model: text,
  dataset: text.default('mnist'),
  batchSize: wholeNumber(1, 65_536).default(256),
});
