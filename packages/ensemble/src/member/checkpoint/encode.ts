import { encodeContainer } from '@convoy/core/internal';
import type { Checkpoint } from './content.ts';

export const CHECKPOINT_KIND = 'checkpoint';
export const CHECKPOINT_VERSION = 1;

/**
 * The bytes of a checkpoint file. The training's progress is written as it is, whatever fields it has: what a callback or
 * an augmentation must remember needs no change here.
 */
export function encodeCheckpoint({ identity, state }: Checkpoint): Uint8Array {
  return encodeContainer({
    kind: CHECKPOINT_KIND,
    version: CHECKPOINT_VERSION,
    header: { identity, progress: state.progress },
    tensors: state.tensors,
  });
}
