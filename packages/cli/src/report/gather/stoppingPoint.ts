// Which epoch a member's weights are from, worked out from its history by the rules of `EarlyStopping`.

import type { MemberHistory, RunManifest } from '@convoy/ensemble';

export interface StoppingPoint {
  /** The epoch whose weights the member ends with, from 1. */
  readonly kept: number;
  /** The last epoch, if it was not the last that was planned; else null. */
  readonly stopped: number | null;
}

export function stoppingPoint(
  { history }: Pick<MemberHistory, 'history'>,
  { epochs, earlyStopping }: Pick<RunManifest['configuration'], 'epochs' | 'earlyStopping'>,
): StoppingPoint {
  const trained = history.length;
  const stopped = trained < Math.ceil(epochs) ? trained : null;
  if (earlyStopping === null || earlyStopping.restoreBestWeights === false) return { kept: trained, stopped };
  const { monitor = 'valLoss', minDelta = 0 } = earlyStopping;
  const sign = monitor.toLowerCase().endsWith('loss') ? -1 : 1;
  let best = Number.NEGATIVE_INFINITY;
  let kept = trained;
  for (const metrics of history) {
    const value = sign * (metrics[monitor] ?? Number.NaN);
    if (value - Math.abs(minDelta) > best) {
      best = value;
      kept = metrics.epoch;
    }
  }
  return { kept, stopped };
}
