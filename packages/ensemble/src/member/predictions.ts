// What a finished member predicted and what its epochs were, beside its weights: a resumed run makes the ensemble of it
// without predicting again.

import type { Tensor } from '@convoy/core';
import { asWeights, decodeContainer, encodeContainer } from '@convoy/core/internal';
import * as z from 'zod/mini';
import { EnsembleError } from '../errors.ts';
import type { MemberIdentity } from './identity.ts';
import type { MemberResult, SplitPredictions } from './spec.ts';

const PREDICTIONS_KIND = 'predictions';
const PREDICTIONS_VERSION = 1;

/** A member's result without its weights, which have a file of their own. */
export type PredictedMember = Omit<MemberResult, 'weights'>;

const metrics = z.object({ accuracy: z.number(), nll: z.number() });
const headerSchema = z.object({
  identity: z.looseObject({ member: z.number(), seed: z.string() }),
  epochs: z.array(
    z.object({
      loss: z.number(),
      accuracy: z.number(),
      valLoss: z.optional(z.number()),
      valAccuracy: z.optional(z.number()),
      learningRate: z.number(),
      seconds: z.number(),
    }),
  ),
  seconds: z.number(),
  test: metrics,
  augmentedTest: z.nullable(metrics),
  validation: z.nullable(metrics),
});

export function encodePredictions(identity: MemberIdentity, result: PredictedMember): Uint8Array {
  const { epochs, seconds, test, augmentedTest, validation } = result;
  const tensors = new Map<string, Tensor>();
  for (const [name, split] of Object.entries({ test, augmentedTest, validation })) {
    if (split === null) continue;
    tensors.set(name, { shape: [split.probabilities.length], data: split.probabilities });
  }
  const header = {
    identity,
    epochs,
    seconds,
    test: test.metrics,
    augmentedTest: augmentedTest?.metrics ?? null,
    validation: validation?.metrics ?? null,
  };
  return encodeContainer({ kind: PREDICTIONS_KIND, version: PREDICTIONS_VERSION, header, tensors });
}

/**
 * Reads what `encodePredictions` wrote.
 * @throws {CoreError} if the file is truncated, corrupt, newer than this version, or something else
 * @throws {EnsembleError} `wrong-content`
 */
export function decodePredictions(bytes: Uint8Array): {
  readonly identity: MemberIdentity;
  readonly result: PredictedMember;
} {
  const container = decodeContainer(bytes, { kind: PREDICTIONS_KIND, version: PREDICTIONS_VERSION });
  const header = headerSchema.safeParse(container.header);
  if (!header.success) {
    throw new EnsembleError('wrong-content', `not of a member: ${z.prettifyError(header.error)}`);
  }
  const { identity, epochs, seconds, test, augmentedTest, validation } = header.data;
  const tensors = asWeights(container.tensors);
  const split = (name: string, of: SplitPredictions['metrics']): SplitPredictions => {
    const probabilities = tensors.get(name)?.data;
    if (probabilities !== undefined) return { metrics: of, probabilities };
    throw new EnsembleError('wrong-content', `the predictions of the ${name} split are missing`);
  };
  return {
    identity: identity as unknown as MemberIdentity,
    result: {
      epochs: epochs as MemberResult['epochs'],
      seconds,
      test: split('test', test),
      augmentedTest: augmentedTest && split('augmentedTest', augmentedTest),
      validation: validation && split('validation', validation),
    },
  };
}
