// The kinds of values that options have, each with the sentence that a wrong one gets. Flags arrive as text, a
// configuration file's values as JSON: both are read by the same schema.

import { z } from 'zod';

export const text = z.string({ error: 'must be text' }).min(1, 'must not be empty');

export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.preprocess(fromText, z.int({ error }).min(least, { error }).max(most, { error }));
}

const notNegative = 'must be a number of 0 or more';
export const zeroOrMore = z.preprocess(
  fromText,
  z.number({ error: notNegative }).min(0, { error: notNegative }),
);

const notPositive = 'must be a number above 0';
export const positive = z.preprocess(
  fromText,
  z.number({ error: notPositive }).gt(0, { error: notPositive }),
);

/** Plain data that the engine reads by its `type`: `{ "type": "RandomFlip", "mode": "horizontal" }`. */
export const specification = z.looseObject(
  { type: z.string() },
  { error: 'must be an object with a type, such as { "type": "RandomFlip" }' },
);

const notProbability = 'must be a probability from 0 to 1';
export const probability = z.preprocess(
  fromText,
  z.number({ error: notProbability }).min(0, { error: notProbability }).max(1, { error: notProbability }),
);

const notFraction = 'must be a part of the data, from 0 to below 1, such as 0.1 or 1/6';
/** Such as 0.1 or, where a decimal would be inexact, 1/6. */
export const fraction = z.preprocess(
  (value) => fromText(quotient(value)),
  z.number({ error: notFraction }).min(0, { error: notFraction }).lt(1, { error: notFraction }),
);

export function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, { error: `must be one of ${names.join(', ')}` });
}

/** Names separated by commas. */
export function listOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  const error = `must be one of ${names.join(', ')}, or several of them separated by commas`;
  const split = (value: unknown) =>
    typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  return z.preprocess(
    split,
    z.array(z.string(), { error }).refine((list) => list.every((name) => names.includes(name)), { error }),
  );
}

/** Text that is a number, as the number; anything else as it is, for the schema to refuse. */
function fromText(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}

function quotient(value: unknown): unknown {
  const match = typeof value === 'string' ? /^(\d+)\/(\d+)$/.exec(value) : null;
  return match ? Number(match[1]) / Number(match[2]) : value;
}
