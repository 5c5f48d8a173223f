// A job is a claim ticket for one member. It says where its specification is and what it must be, and carries no tensors and
// no code: whoever can write to the queue can make a worker train a member of a store that the worker was given, nothing else.

import * as z from 'zod/mini';
import { ClusterError } from '../errors.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 as 64 hexadecimal digits'));

/** Names between slashes, none of which leads out of the store. */
const runName = z
  .string()
  .check(
    z.maxLength(512),
    z.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'expected the name of a run under the root of the store'),
  );

const jobSchema = z.strictObject({
  version: z.literal(1),
  run: runName,
  member: z.int().check(z.minimum(0), z.maximum(999_999)),
  configuration: sha256,
  dataset: sha256,
  kernels: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/, 'expected the name of a kind of kernels')),
});

/** What the queue holds of a member. */
export interface MemberJob {
  readonly version: 1;
  /** Its name under the root of the store. */
  readonly run: string;
  readonly member: number;
  /** SHA-256 of its specification, which the store holds. */
  readonly configuration: string;
  /** SHA-256 of the whole dataset. */
  readonly dataset: string;
  /** `strict`, or the kind of processor whose `fast` kernels the run began with. */
  readonly kernels: string;
}

/**
 * Checks what came out of the queue.
 * @throws {ClusterError} `invalid-job`, with each field that is wrong
 */
export function parseJob(data: unknown): MemberJob {
  const parsed = jobSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ClusterError('invalid-job', `job: not one of a member: ${z.prettifyError(parsed.error)}`);
}

/** The same member of the same run has the same id, however often it is put into the queue: the queue holds it once. */
export function jobId({ run, member, configuration }: MemberJob): string {
  return `${run.replaceAll('/', '|')}|${member}|${configuration.slice(0, 16)}`;
}
