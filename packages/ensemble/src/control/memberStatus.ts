// How far each member of a run is, from the run's events: what `convoy status` tells.

import type { MemberMetrics, SplitMetrics, TrainEvent } from '../events.ts';

/** How far one member is. */
export interface MemberStatus {
  readonly member: number;
  readonly phase: 'waiting' | 'training' | 'done' | 'failed';
  /** The epoch it is in, from 1; 0 before it begins. */
  readonly epoch: number;
  /** Its batches of that epoch that are done, of how many; the latter is null while it is not known. */
  readonly step: number;
  readonly stepsPerEpoch: number | null;
  /** The latest that is known. */
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  readonly imagesPerSecond: number | null;
  /** How often its worker has crashed. */
  readonly failures: number;
  /** The name of the machine that trains it, and how often one was lost: where members go to machines. */
  readonly machine?: string;
  readonly lost?: number;
  /** On the test split, once it is done. */
  readonly metrics: MemberMetrics | null;
  readonly error: string | null;
}

/** How far a run is, and who trains it. */
export interface RunStatus {
  readonly run: string;
  /** `interrupted` is what `convoy resume` goes on with. */
  readonly state: 'running' | 'paused' | 'interrupted' | 'complete';
  /** Who works on it now. */
  readonly process: { readonly pid: number; readonly host: string; readonly since: string } | null;
  readonly epochs: number;
  readonly members: readonly MemberStatus[];
  /** Of the ensemble on the test split, where there is one. */
  readonly ensemble: SplitMetrics | null;
}

/** A member's state before its first event. */
export function waitingMember(member: number): MemberStatus {
  return {
    member,
    phase: 'waiting',
    epoch: 0,
    step: 0,
    stepsPerEpoch: null,
    loss: null,
    accuracy: null,
    valLoss: null,
    valAccuracy: null,
    imagesPerSecond: null,
    failures: 0,
    metrics: null,
    error: null,
  };
}

/**
 * A member's state after an event. Whoever follows a run (its status file, a display) reduces its events with this.
 * @returns the same object if the event changes nothing of it
 */
export function memberAfter(status: MemberStatus, event: TrainEvent): MemberStatus {
  if (!('member' in event) || event.member !== status.member) return status;
  const change = changeOf(event);
  return change === null ? status : { ...status, ...change };
}

/** What an event says of its member; null if it says nothing. */
function changeOf(event: TrainEvent): Partial<MemberStatus> | null {
  switch (event.event) {
    case 'member-start':
      return { phase: 'training', epoch: 1 };
    case 'member-resumed':
      return { phase: 'training', epoch: event.epoch, step: event.step };
    case 'member-restart':
      return { failures: event.failures, error: event.error };
    case 'member-machine':
      return { phase: 'training', machine: event.machine, lost: event.lost };
    case 'progress': {
      const { epoch, step, stepsPerEpoch, loss, accuracy, imagesPerSecond } = event;
      return { epoch, step, stepsPerEpoch, loss, accuracy, imagesPerSecond };
    }
    case 'epoch': {
      const { epoch, loss, accuracy, valLoss = null, valAccuracy = null } = event;
      return { epoch: epoch + 1, step: 0, loss, accuracy, valLoss, valAccuracy };
    }
    case 'member-done': {
      const { event: _, ...metrics } = event;
      return { phase: 'done', epoch: metrics.epochs, step: 0, metrics, error: null };
    }
    case 'member-failed':
      return { phase: 'failed', error: event.error };
    default:
      return null;
  }
}
