// What Convoy's own files say beside their weights. It is JSON from outside, and is checked as such.

import { type Combination, combinationNames } from '@convoy/ensemble';
import * as z from 'zod/mini';
import { corrupt } from '../errors.ts';

/** More members than any ensemble has; a file with more was made to take time. */
const mostMembers = 1000;

const names = z.array(z.string()).check(z.minLength(1), z.maxLength(100_000));
export const combinationSchema = z.object({
  method: z.enum(combinationNames),
  weights: z.exactOptional(z.array(z.number().check(z.nonnegative()))),
  temperature: z.exactOptional(z.number().check(z.positive())),
});

/** The members' outputs, each once; null if the file does not name them. */
export function namesOf(text: string | undefined): readonly string[] | null {
  const found = text === undefined ? null : parse('convoy.members', text, names);
  if (found !== null && (found.length > mostMembers || new Set(found).size < found.length)) {
    throw corrupt(`convoy.members: expected at most ${mostMembers} different names`);
  }
  return found;
}

/** Null if the file names no classes. */
export function classNamesOf(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : parse('classNames', text, names);
}

/** Null if the file says nothing of it. */
export function combinationOf(text: string | undefined): Combination | null {
  return text === undefined ? null : parse('convoy.combination', text, combinationSchema);
}

/** @throws {InteropError} `corrupt-file` if the text is not such JSON */
export function parse<Schema extends z.ZodMiniType>(
  what: string,
  text: string,
  schema: Schema,
): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw corrupt(`${what}: expected JSON`, error);
  }
  const result = schema.safeParse(json);
  if (!result.success) throw corrupt(`${what}: ${z.prettifyError(result.error)}`);
  return result.data;
}
