// Tells the queue how a member is: a few times a minute, however short its epochs are, and at once when it obeys an order.

import type { MemberReport } from '@convoy/ensemble';
import type { MemberProgress } from '../job/progress.ts';

/** Epochs that one message holds at most; a finished member's result has them all. */
const MOST_REPORTS = 2000;

export interface Reporter {
  add(report: MemberReport): void;
  /** Sends what there is, now. */
  now(): void;
  close(): void;
}

export interface ReporterOptions {
  readonly seconds: number;
  /** What is always told. */
  readonly state: () => Omit<MemberProgress, 'reports'>;
  /** Rejects while the queue cannot be reached. */
  readonly send: (progress: MemberProgress) => Promise<void>;
}

export function createReporter({ seconds, state, send }: ReporterOptions): Reporter {
  let epochs: MemberReport[] = [];
  let progress: MemberReport | null = null;
  let isSending = false;
  let isWanted = false;
  let told = '';

  async function tell(): Promise<void> {
    if (isSending) {
      isWanted = true;
      return;
    }
    const reports = [...epochs, ...(progress === null ? [] : [progress])];
    const { beats: _, ...facts } = state();
    const now = JSON.stringify(facts);
    if (reports.length === 0 && now === told) return;
    isSending = true;
    const sentEpochs = epochs.length;
    const sentProgress = progress;
    try {
      await send({ ...state(), reports });
      told = now;
      epochs = epochs.slice(sentEpochs);
      if (progress === sentProgress) progress = null;
    } catch {
      // The job is gone, or Redis is: what was not told is told the next time, or by the result.
    } finally {
      isSending = false;
    }
    if (!isWanted) return;
    isWanted = false;
    await tell();
  }

  const timer = setInterval(() => void tell(), 1000 * seconds);
  return {
    add(report) {
      if (report.event === 'progress') progress = report;
      else epochs = [...epochs, report].slice(-MOST_REPORTS);
    },
    now: () => void tell(),
    close: () => clearInterval(timer),
  };
}
