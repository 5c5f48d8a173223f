import type { TrainingProgress } from '@convoy/core';
import { asWeights, decodeContainer } from '@convoy/core/internal';
import * as z from 'zod/mini';
import { EnsembleError } from '../../errors.ts';
import type { MemberIdentity } from '../identity.ts';
import type { Checkpoint } from './content.ts';
import { CHECKPOINT_KIND, CHECKPOINT_VERSION } from './encode.ts';

const count = z.number().check(z.int(), z.nonnegative());
const metrics = z.array(z.number());
const word = count.check(z.maximum(0xffffffff));
const generator = z.looseObject({
  words: z.tuple([word, word, word, word]),
  spareNormal: z.nullable(z.number()),
});

// What the training loop relies on. The identity is held, field by field, against that of the member which goes on, and
// callbacks check what is theirs.
const headerSchema = z.looseObject({
  identity: z.looseObject({ member: count, seed: z.string() }),
  progress: z.looseObject({
    epoch: count,
    step: count,
    iterations: count,
    rows: count,
    batchSize: count,
    learningRate: z.nullable(z.number()),
    orderGenerator: generator,
    dropoutGenerator: generator,
    sums: z.looseObject({ loss: z.number(), accuracy: z.number(), rows: count }),
    history: z.looseObject({
      epoch: z.array(count),
      history: z.looseObject({ loss: metrics, accuracy: metrics, learningRate: metrics }),
    }),
    callbacks: z.array(z.looseObject({ name: z.string() })),
  }),
});

/**
 * Reads what `encodeCheckpoint` wrote.
 * @throws {CoreError} if the file is truncated, corrupt, newer than this version, or no checkpoint
 * @throws {EnsembleError} `wrong-content` if its header is not that of a checkpoint
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const container = decodeContainer(bytes, { kind: CHECKPOINT_KIND, version: CHECKPOINT_VERSION });
  const header = headerSchema.safeParse(container.header);
  if (!header.success) {
    throw new EnsembleError(
      'wrong-content',
      `not the header of a checkpoint: ${z.prettifyError(header.error)}`,
    );
  }
  return {
    identity: header.data.identity as unknown as MemberIdentity,
    state: {
      progress: header.data.progress as unknown as TrainingProgress,
      tensors: asWeights(container.tensors),
    },
  };
}
