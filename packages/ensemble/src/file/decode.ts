import type { SequentialConfig, Tensor } from '@convoy/core';
import { asWeights, decodeContainer } from '@convoy/core/internal';
import * as z from 'zod/mini';
import { combinationNames } from '../combine/combination.ts';
import { EnsembleError } from '../errors.ts';
import type { EnsembleContent } from './content.ts';
import { ENSEMBLE_KIND, ENSEMBLE_VERSION, memberPrefix } from './encode.ts';
import { mostClasses, mostLayers, mostMembers } from './limits.ts';

const count = z.number().check(z.int(), z.nonnegative());

const metrics = { accuracy: z.number(), nll: z.number() };
// The engine checks a network itself when the ensemble builds it.
const network = z.looseObject({
  layers: z.array(z.looseObject({ type: z.string() })).check(z.maxLength(mostLayers)),
});

const headerSchema = z.object({
  model: network,
  classNames: z.array(z.string()).check(z.minLength(1), z.maxLength(mostClasses)),
  dataset: z.object({ name: z.string(), sha256: z.string() }),
  combination: z.object({
    method: z.enum(combinationNames),
    weights: z.exactOptional(z.array(z.number().check(z.nonnegative()))),
    temperature: z.exactOptional(z.number().check(z.positive())),
  }),
  members: z
    .array(
      z.object({
        member: count,
        seed: z.string(),
        epochs: count,
        ...metrics,
        testTimeAugmentation: z.exactOptional(z.object(metrics)),
        model: z.exactOptional(network),
      }),
    )
    .check(z.minLength(1), z.maxLength(mostMembers)),
});

/**
 * Reads what `encodeEnsemble` wrote.
 * @throws {CoreError} if the file is truncated, corrupt, newer than this version, or no ensemble
 * @throws {EnsembleError} `wrong-content` if its header is not that of an ensemble
 */
export function decodeEnsemble(bytes: Uint8Array): EnsembleContent {
  const container = decodeContainer(bytes, { kind: ENSEMBLE_KIND, version: ENSEMBLE_VERSION });
  const header = headerSchema.safeParse(container.header);
  if (!header.success) {
    throw new EnsembleError(
      'wrong-content',
      `not the header of an ensemble: ${z.prettifyError(header.error)}. Train it again`,
    );
  }
  const weights = Map.groupBy(asWeights(container.tensors), ([name]) => name.split('/', 2).join('/'));
  requireOwners(header.data.members, weights);
  return {
    ...header.data,
    model: header.data.model as unknown as SequentialConfig,
    members: header.data.members.map(({ model, ...metadata }) => {
      const prefix = memberPrefix(metadata.member);
      const own = weights.get(prefix.slice(0, -1)) ?? [];
      return {
        ...metadata,
        ...(model && { model: model as unknown as SequentialConfig }),
        weights: new Map<string, Tensor>(own.map(([name, t]) => [name.slice(prefix.length), t])),
      };
    }),
  };
}

/** @throws {EnsembleError} `wrong-content` if two members have one number, or tensors belong to none */
function requireOwners(
  members: readonly { readonly member: number }[],
  weights: ReadonlyMap<string, unknown>,
): void {
  const prefixes = new Set(members.map(({ member }) => memberPrefix(member).slice(0, -1)));
  if (prefixes.size < members.length) throw new EnsembleError('wrong-content', 'two members have one number');
  for (const owner of weights.keys()) {
    if (!prefixes.has(owner)) throw new EnsembleError('wrong-content', `tensors of no member: ${owner}`);
  }
}
