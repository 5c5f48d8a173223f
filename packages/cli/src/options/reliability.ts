// Options of `convoy train` and `convoy resume` that change no bits: how a run guards against what may go wrong.

import type { ReliabilityOptions } from '@convoy/ensemble';
import { z } from 'zod';
import { positive, wholeNumber, zeroOrMore } from './schemas.ts';

export const reliabilityShape = {
  checkpointSteps: wholeNumber(1, 1_000_000_000).optional(),
  checkpointMinutes: positive.optional(),
  maxFailures: wholeNumber(0, 1000).optional(),
  minMembers: wholeNumber(1, 1000).optional(),
  memberTimeout: zeroOrMore.optional(),
};

const schema = z.object(reliabilityShape);

/** Those that were given; the engine has the defaults. */
export function reliabilityOf(options: z.infer<typeof schema>): ReliabilityOptions {
  const names = Object.keys(reliabilityShape) as (keyof typeof reliabilityShape)[];
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}
