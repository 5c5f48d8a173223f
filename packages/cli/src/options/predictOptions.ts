// What of `convoy predict`'s flags has a value to check.

import { z } from 'zod';
import { probability } from './schemas.ts';

export const predictOptions = z.strictObject({ abstainBelow: probability.default(0) });
