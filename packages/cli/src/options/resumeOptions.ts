// What `convoy resume` can be told.

import { z } from 'zod';
import { reliabilityShape } from './reliability.ts';
import { text, wholeNumber } from './schemas.ts';

export const resumeOptions = z.strictObject({
  workers: wholeNumber(1, 256).optional(),
  ...reliabilityShape,
  dataDir: text.optional(),
  report: z.boolean({ error: 'must be true or false' }).default(true),
});
