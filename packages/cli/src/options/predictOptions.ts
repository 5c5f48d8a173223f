// What of `convoy predict`'s flags has a value to check.

import { z } from 'zod';
import { maxPixelsSchema } from '../data/folderOptions.ts';
import { probability } from './schemas.ts';

export const predictOptions = z.strictObject({
  abstainBelow: probability.default(0),
  maxPixels: maxPixelsSchema.optional(),
});
