// Attributes that several operations have.

import type { ActivationFunction, Pair } from '@convoy/kernels';
import { z } from 'zod';

export const pairSchema: z.ZodType<Pair> = z.tuple([z.int().positive(), z.int().positive()]);

export const paddingSchema = z.enum(['valid', 'same']);

/** The activation as a list of none or one: a layer without one leaves it out, says null, or `linear`. */
export const activationSchema = z
  .enum(['linear', 'relu', 'sigmoid', 'tanh', 'gelu'])
  .nullish()
  .transform((name): readonly ActivationFunction[] => (name == null || name === 'linear' ? [] : [name]));
