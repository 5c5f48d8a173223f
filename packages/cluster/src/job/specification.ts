// A member's specification in the run's store: what a job points to. The digest is over all that the member's bits follow
// from, so that the same member has the same job, from whichever checkpoint it starts.

import { createHash } from 'node:crypto';
import type { Dataset } from '@convoy/core';
import type { MemberSpec, RunStore } from '@convoy/ensemble';
import { identityOf, locationOf, memberPrefix, readText } from '@convoy/ensemble/internal';
import * as z from 'zod/mini';
import { ClusterError, messageOf } from '../errors.ts';
import type { MemberJob } from './job.ts';

/** What a worker needs to know of a member, beside the dataset's bytes. */
export interface Specification {
  readonly spec: MemberSpec;
  readonly dataset: { readonly name: string; readonly classNames: readonly string[] };
}

// What is checked before the digest says that the rest is as it was written.
const fileSchema = z.object({
  spec: z.looseObject({
    member: z.number(),
    seeds: z.looseObject({}),
    training: z.looseObject({ kernels: z.string() }),
    data: z.looseObject({ sha256: z.string(), train: z.array(z.number()), test: z.array(z.number()) }),
    start: z.looseObject({ from: z.string() }),
    modules: z.array(z.string()),
  }),
  dataset: z.object({ name: z.string(), classNames: z.array(z.string()) }),
});

/** SHA-256 of what a member's bits follow from. */
export function configurationDigest(spec: MemberSpec): string {
  return createHash('sha256')
    .update(canonicalJson(identityOf(spec)))
    .digest('hex');
}

export const specificationKey = (member: number, digest: string) =>
  `${memberPrefix(member)}job-${digest.slice(0, 16)}.json`;

/** Writes what the job of a member points to. */
export async function writeSpecification(
  store: RunStore,
  spec: MemberSpec,
  { name, classNames }: Pick<Dataset, 'name' | 'classNames'>,
): Promise<void> {
  const content: Specification = { spec, dataset: { name, classNames } };
  const key = specificationKey(spec.member, configurationDigest(spec));
  await store.write(key, new TextEncoder().encode(`${JSON.stringify(content)}\n`));
}

/**
 * Reads what a job points to.
 * @throws {ClusterError} `no-specification` if it is not there, or not the one that the job means
 */
export async function readSpecification(store: RunStore, job: MemberJob): Promise<Specification> {
  const key = specificationKey(job.member, job.configuration);
  const text = await readText(store, key);
  const where = locationOf(store, key);
  if (text === null)
    throw new ClusterError('no-specification', `cannot read ${where}: there is no such value`);
  const content = parse(text, where);
  const { member, data, training } = content.spec;
  const isMeant =
    member === job.member &&
    data.sha256 === job.dataset &&
    (job.kernels === 'strict') === (training.kernels === 'strict') &&
    configurationDigest(content.spec) === job.configuration;
  if (isMeant) return content;
  throw new ClusterError('no-specification', `${where}: not the specification that its job means`);
}

function parse(text: string, where: string): Specification {
  try {
    const json: Specification = JSON.parse(text);
    fileSchema.parse(json);
    return json;
  } catch (error) {
    throw new ClusterError('no-specification', `cannot read ${where}: ${messageOf(error)}`, { cause: error });
  }
}

/** JSON in which the order of an object's keys does not matter. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
