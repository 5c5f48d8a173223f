import type { TrainingState } from '@convoy/core';
import type { MemberIdentity } from '../identity.ts';

/** What a checkpoint holds: all that a member's training is at one moment, and of which training it is. */
export interface Checkpoint {
  readonly identity: MemberIdentity;
  readonly state: TrainingState;
}
